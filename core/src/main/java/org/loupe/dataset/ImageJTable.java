package org.loupe.dataset;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.loupe.geometry.Box;
import org.loupe.geometry.Ellipse;

/**
 * A table that ImageJ's Measure or Analyze Particles wrote: {@code Results.csv}, or {@code
 * Results.xls}, which is text with tabs.
 *
 * <p>{@code Major}, {@code Minor} and {@code Angle} are full axes and degrees counter-clockwise on
 * screen. The center is {@code X, Y}; {@code XM, YM}, where brightness counts, only without it.
 * {@code BX, BY, Width, Height} are the box where given. A column {@code class} holds the class. If
 * the column {@code Label} begins with the name of a micrograph, a row belongs to that one; else
 * the table's own name tells.
 *
 * <p>W. S. Rasband, ImageJ, U.S. National Institutes of Health; definitions in its user guide, "Set
 * Measurements".
 */
final class ImageJTable {

  /** Rows that ImageJ's Summarize adds. */
  private static final Set<String> SUMMARY = Set.of("Mean", "SD", "Min", "Max");

  private final Path file;
  private final double pixelsPerUnit;
  private final Map<String, Integer> columnOf = new LinkedHashMap<>();
  private final List<Row> rows = new ArrayList<>();
  private int columns;
  private int summaryRows;

  private record Row(LabelLine line, List<String> fields) {}

  private ImageJTable(Path file, double pixelsPerUnit) {
    this.file = file;
    this.pixelsPerUnit = pixelsPerUnit;
  }

  static ImageJTable read(Path file, double pixelsPerUnit) throws IOException {
    ImageJTable table = new ImageJTable(file, pixelsPerUnit);
    String content = LabelLine.content(file);
    if (content.startsWith("PK\u0003\u0004")) {
      throw new LabelFormatException(
          file, "is an Excel workbook; save the sheet as CSV with decimal points");
    }
    table.parse(content);
    return table;
  }

  private void parse(String content) throws LabelFormatException {
    String head = content.lines().findFirst().orElse("");
    char separator = head.indexOf('\t') >= 0 ? '\t' : head.indexOf(',') >= 0 ? ',' : ';';
    try (CsvReader<CsvRecord> reader =
        CsvReader.builder()
            .fieldSeparator(separator)
            // a row of another length gets its own message
            .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
            .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
            .ofCsvRecord(content)) {
      for (CsvRecord record : reader) {
        LabelLine line =
            new LabelLine(
                file,
                (int) Math.min(Integer.MAX_VALUE, record.getStartingLineNumber()),
                String.join(" ", record.getFields()));
        if (columnOf.isEmpty()) {
          readHeader(record.getFields());
        } else if (!line.text().isBlank()) {
          add(line, record.getFields(), separator);
        }
      }
    } catch (CsvParseException e) {
      throw new LabelFormatException(
          file, "is not a table (" + e.getMessage() + "); export it from ImageJ as CSV again");
    } catch (LabelFormatException e) {
      throw e;
    } catch (IOException e) {
      throw LabelLine.unreadable(file, e);
    }
    if (!hasEllipses() && !hasBoxes()) {
      throw new LabelFormatException(
          file,
          1,
          "lacks the columns X, Y, Major, Minor, Angle, and BX, BY, Width, Height; in ImageJ,"
              + " choose Centroid, Fit ellipse and Bounding rectangle in Analyze > Set"
              + " Measurements, and measure again");
    }
  }

  private void readHeader(List<String> fields) {
    columns = fields.size();
    for (int i = 0; i < fields.size(); i++) {
      columnOf.putIfAbsent(fields.get(i).strip(), i);
    }
  }

  private void add(LabelLine line, List<String> fields, char separator)
      throws LabelFormatException {
    if (fields.size() != columns) {
      throw line.problem(
          "has "
              + fields.size()
              + " columns, the first line has "
              + columns
              + (separator == ','
                  ? "; if it has decimal commas, export it with decimal points"
                  : "; export the table again"));
    }
    Row row = new Row(line, fields);
    if (SUMMARY.contains(text(row, "Label").orElse(""))) {
      summaryRows++;
    } else {
      rows.add(row);
    }
  }

  /** Returns the number of rows that are means of others. */
  int summaryRows() {
    return summaryRows;
  }

  private boolean hasEllipses() {
    return columnOf.keySet().containsAll(Set.of("Major", "Minor", "Angle"))
        && (hasCenter("X", "Y") || hasCenter("XM", "YM"));
  }

  private boolean hasCenter(String x, String y) {
    return columnOf.containsKey(x) && columnOf.containsKey(y);
  }

  private boolean hasBoxes() {
    return columnOf.keySet().containsAll(Set.of("BX", "BY", "Width", "Height"));
  }

  List<LabelLayout.Entry> entries(Path labels, MicrographIndex micrographs)
      throws LabelFormatException {
    Map<Path, List<Row>> rowsOf = new LinkedHashMap<>();
    boolean byLabel = rows.stream().anyMatch(row -> labeled(row, micrographs).isPresent());
    if (!byLabel) {
      rowsOf.put(micrographs.of(labels, file), rows);
    }
    for (Row row : byLabel ? rows : List.<Row>of()) {
      Path micrograph =
          labeled(row, micrographs)
              .orElseThrow(
                  () ->
                      row.line.problem(
                          "has the Label \""
                              + text(row, "Label").orElse("")
                              + "\", which names no micrograph in "
                              + micrographs.root()
                              + "; add it or remove the row"));
      rowsOf.computeIfAbsent(micrograph, m -> new ArrayList<>()).add(row);
    }
    List<LabelLayout.Entry> entries = new ArrayList<>();
    rowsOf.forEach(
        (micrograph, own) ->
            entries.add(new LabelLayout.Entry(micrograph, bounds -> marks(own, bounds))));
    return entries;
  }

  /** Returns the micrograph that a row's label begins with: {@code NAME} or {@code NAME:ROI}. */
  private Optional<Path> labeled(Row row, MicrographIndex micrographs) {
    String label = text(row, "Label").orElse("");
    Optional<Path> whole = micrographs.find(label);
    int colon = label.indexOf(':');
    return whole.isPresent() || colon <= 0 ? whole : micrographs.find(label.substring(0, colon));
  }

  private List<Annotation> marks(List<Row> own, MicrographBounds bounds)
      throws LabelFormatException {
    List<Annotation> marks = new ArrayList<>();
    for (Row row : own) {
      try {
        Annotation mark = mark(row, bounds);
        marks.add(text(row, "class").map(mark::withClass).orElse(mark));
      } catch (IllegalArgumentException e) {
        throw row.line.problem(
            e.getMessage()
                + "; lengths are taken as pixels"
                + (pixelsPerUnit == 1 ? "" : " after multiplication by " + pixelsPerUnit)
                + ": give the pixels in a unit of the table with --scale");
      }
    }
    return marks;
  }

  private Annotation mark(Row row, MicrographBounds bounds) throws LabelFormatException {
    if (!hasEllipses()) {
      return new Annotation(box(row, bounds));
    }
    boolean centroid = hasCenter("X", "Y");
    double degrees = row.line.decimal(text(row, "Angle").orElse(""));
    Annotation mark =
        bounds.marked(
            new Ellipse(
                length(row, centroid ? "X" : "XM"),
                length(row, centroid ? "Y" : "YM"),
                length(row, "Major"),
                length(row, "Minor"),
                Ellipse.wrapOrientation(Math.toRadians(degrees))));
    return hasBoxes() ? mark.withBox(box(row, bounds)) : mark;
  }

  private Box box(Row row, MicrographBounds bounds) throws LabelFormatException {
    double x = length(row, "BX");
    double y = length(row, "BY");
    return bounds.cut(x, y, x + length(row, "Width"), y + length(row, "Height"));
  }

  private double length(Row row, String column) throws LabelFormatException {
    return row.line.decimal(text(row, column).orElse("")) * pixelsPerUnit;
  }

  private Optional<String> text(Row row, String column) {
    Integer index = columnOf.get(column);
    return index == null
        ? Optional.empty()
        : Optional.of(row.fields.get(index).strip()).filter(text -> !text.isEmpty());
  }
}
