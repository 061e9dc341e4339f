package org.loupe.results;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.loupe.evaluate.Mark;
import org.loupe.export.CellText;
import org.loupe.geometry.Box;
import org.loupe.geometry.Ellipse;

/**
 * A table of marks: CSV with a header, commas between the cells, points in the decimals.
 *
 * <p>The columns are found by their names; others are left alone.
 *
 * <ul>
 *   <li>the image: {@code image} or {@code file_name};
 *   <li>the box: {@code box_x_px, box_y_px, box_width_px, box_height_px}, or {@code x, y, width,
 *       height}, or {@code x1, y1, x2, y2};
 *   <li>the ellipse: {@code center_x_px, center_y_px, major_axis_length_px, minor_axis_length_px,
 *       orientation_deg}; a table may have boxes, ellipses or both;
 *   <li>the score, if any: {@code screening_probability}, {@code score}, {@code probability},
 *       {@code confidence} or {@code detection_score}, the first that has a value;
 *   <li>the class, if any: {@code class}.
 * </ul>
 */
final class MarkTable {

  static final String DEFECTS = "defects.csv";
  static final String IMAGES = "images.csv";

  private static final List<String> IMAGE = List.of("image", "file_name");
  private static final List<List<String>> BOXES =
      List.of(
          List.of("box_x_px", "box_y_px", "box_width_px", "box_height_px"),
          List.of("x", "y", "width", "height"));
  private static final List<String> CORNERS = List.of("x1", "y1", "x2", "y2");
  private static final List<String> ELLIPSE =
      List.of(
          "center_x_px",
          "center_y_px",
          "major_axis_length_px",
          "minor_axis_length_px",
          "orientation_deg");
  private static final List<String> SCORES =
      List.of("screening_probability", "score", "probability", "confidence", "detection_score");

  /** The headers of {@code loupe detect}, raw and grouped: its names are Loupe's own. */
  private static final Set<List<String>> DETECT =
      Set.of(
          List.of("image", "x", "y", "width", "height"),
          List.of("image", "x", "y", "width", "height", "score", "neighbors"));

  private static final Pattern DECIMAL =
      Pattern.compile("[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?");

  private MarkTable() {}

  /** A line of the table of images. */
  record ImageRow(String image, boolean analyzed, Optional<Double> elapsedMs) {}

  /** Returns whether a table has a column for the images, so that it is one of marks. */
  static boolean namesImages(Path file) throws IOException {
    // the header by itself: where nothing was found there is no row
    try (CsvReader<CsvRecord> reader =
        CsvReader.builder().detectBomHeader(true).ofCsvRecord(file)) {
      return reader.stream()
          .findFirst()
          .map(header -> IMAGE.stream().anyMatch(header.getFields()::contains))
          .orElse(false);
    } catch (CsvParseException | UncheckedIOException e) {
      return false;
    }
  }

  /** Returns the marks of each image, in the order of the table. */
  static Map<String, List<Mark>> marks(Path file) throws IOException {
    List<NamedCsvRecord> rows = rows(file);
    boolean detect = !rows.isEmpty() && DETECT.contains(rows.get(0).getHeader());
    return marks(file, detect ? CellText::original : UnaryOperator.identity());
  }

  /** Returns the marks of a table that Loupe wrote, where {@code =30.tif} is {@code '=30.tif}. */
  static Map<String, List<Mark>> ownMarks(Path file) throws IOException {
    return marks(file, CellText::original);
  }

  private static Map<String, List<Mark>> marks(Path file, UnaryOperator<String> text)
      throws IOException {
    Map<String, List<Mark>> marks = new LinkedHashMap<>();
    for (NamedCsvRecord row : rows(file)) {
      Mark mark = mark(file, row);
      marks
          .computeIfAbsent(text.apply(image(file, row)), i -> new ArrayList<>())
          .add(mark.defectClass().map(name -> mark.withClass(text.apply(name))).orElse(mark));
    }
    return marks;
  }

  /** Returns the lines of a table of images that Loupe wrote. */
  static List<ImageRow> images(Path file) throws IOException {
    List<ImageRow> images = new ArrayList<>();
    for (NamedCsvRecord row : rows(file)) {
      String status = row.findField("status").orElse("");
      if (status.isEmpty()) {
        throw problem(file, row, "has no status; it is no table of loupe analyze");
      }
      OptionalDouble elapsed = number(file, row, "elapsed_ms");
      images.add(
          new ImageRow(
              CellText.original(image(file, row)),
              status.equals("done"),
              elapsed.isPresent() ? Optional.of(elapsed.getAsDouble()) : Optional.empty()));
    }
    return images;
  }

  private static List<NamedCsvRecord> rows(Path file) throws IOException {
    try (CsvReader<NamedCsvRecord> reader =
        CsvReader.builder().detectBomHeader(true).ofNamedCsvRecord(file)) {
      return reader.stream().toList();
    } catch (CsvParseException e) {
      throw new ResultFormatException(
          file, "is no CSV (" + e.getMessage() + "); export the table again");
    } catch (UncheckedIOException e) {
      throw new ResultFormatException(file, "cannot be read; check that it is UTF-8 text");
    }
  }

  private static String image(Path file, NamedCsvRecord row) throws ResultFormatException {
    for (String column : IMAGE) {
      String name = row.findField(column).orElse("").strip();
      if (!name.isEmpty()) {
        return name;
      }
    }
    throw problem(file, row, "names no image; the table needs a column " + IMAGE.get(0));
  }

  private static Mark mark(Path file, NamedCsvRecord row) throws ResultFormatException {
    try {
      Optional<Ellipse> ellipse = ellipse(file, row);
      Optional<Box> box = box(file, row);
      if (box.isEmpty() && ellipse.isEmpty()) {
        throw problem(
            file,
            row,
            "has neither a box nor an ellipse; name the columns "
                + BOXES.get(1)
                + " or "
                + ELLIPSE);
      }
      return new Mark(
          box.orElseGet(() -> ellipse.orElseThrow().boundingBox()),
          ellipse,
          row.findField("class").map(String::strip).filter(name -> !name.isEmpty()),
          score(file, row));
    } catch (IllegalArgumentException e) {
      throw problem(file, row, String.valueOf(e.getMessage()));
    }
  }

  private static Optional<Box> box(Path file, NamedCsvRecord row) throws ResultFormatException {
    for (List<String> columns : BOXES) {
      Optional<double[]> n = numbers(file, row, columns);
      if (n.isPresent()) {
        return Optional.of(new Box(n.get()[0], n.get()[1], n.get()[2], n.get()[3]));
      }
    }
    return numbers(file, row, CORNERS).map(n -> new Box(n[0], n[1], n[2] - n[0], n[3] - n[1]));
  }

  private static Optional<Ellipse> ellipse(Path file, NamedCsvRecord row)
      throws ResultFormatException {
    return numbers(file, row, ELLIPSE)
        .map(
            n ->
                new Ellipse(n[0], n[1], n[2], n[3], Ellipse.wrapOrientation(Math.toRadians(n[4]))));
  }

  private static OptionalDouble score(Path file, NamedCsvRecord row) throws ResultFormatException {
    for (String column : SCORES) {
      OptionalDouble score = number(file, row, column);
      if (score.isPresent()) {
        return score;
      }
    }
    return OptionalDouble.empty();
  }

  /** Returns the numbers of columns; empty if the table has none of them or all are empty. */
  private static Optional<double[]> numbers(Path file, NamedCsvRecord row, List<String> columns)
      throws ResultFormatException {
    double[] numbers = new double[columns.size()];
    List<String> missing = new ArrayList<>();
    for (int i = 0; i < numbers.length; i++) {
      OptionalDouble number = number(file, row, columns.get(i));
      if (number.isEmpty()) {
        missing.add(columns.get(i));
      }
      numbers[i] = number.orElse(0);
    }
    if (missing.size() == columns.size()) {
      return Optional.empty();
    }
    if (!missing.isEmpty()) {
      throw problem(file, row, "has no " + String.join(", ", missing) + " beside the others");
    }
    return Optional.of(numbers);
  }

  private static OptionalDouble number(Path file, NamedCsvRecord row, String column)
      throws ResultFormatException {
    String text = row.findField(column).orElse("").strip();
    if (text.isEmpty()) {
      return OptionalDouble.empty();
    }
    double value = DECIMAL.matcher(text).matches() ? Double.parseDouble(text) : Double.NaN;
    if (!Double.isFinite(value)) {
      throw problem(
          file,
          row,
          column + " \"" + text + "\" is not a finite number; write a decimal point, as 12.5");
    }
    return OptionalDouble.of(value);
  }

  private static ResultFormatException problem(Path file, NamedCsvRecord row, String problem) {
    return new ResultFormatException(file, "line " + row.getStartingLineNumber(), problem);
  }
}
