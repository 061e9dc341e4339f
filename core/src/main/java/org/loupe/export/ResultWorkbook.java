package org.loupe.export;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.dhatim.fastexcel.Workbook;
import org.dhatim.fastexcel.Worksheet;

/**
 * The tables of a result folder as one Excel workbook: sheets {@code defects}, {@code images} and
 * {@code columns}.
 *
 * <p>It is made from the finished CSV tables, row by row, so that it holds the same and memory does
 * not grow with it. Numbers are numbers; text is text, also where it begins as a formula would. A
 * sheet has room for 1,048,576 rows: more go on in {@code defects 2}.
 */
public final class ResultWorkbook {

  /** Name of the workbook in the folder. */
  public static final String FILE = "results.xlsx";

  private static final int ROWS_OF_SHEET = 1_000_000;
  private static final int ROWS_IN_MEMORY = 1000;

  /** The most characters that a cell holds. */
  private static final int CELL = 32_767;

  /** Columns whose cells are text even if they look like numbers. */
  private static final Set<String> TEXT =
      Set.of(
          "image", "class", "status", "error", "calibration_source", "measurement_flags", "origin");

  private static final Pattern NUMBER = Pattern.compile("-?\\d+(\\.\\d+)?(E[+-]?\\d+)?");

  private ResultWorkbook() {}

  /** Writes {@code results.xlsx} from the tables in {@code folder}. */
  public static void write(Path folder) throws IOException {
    Path part = folder.resolve(FILE + ".part");
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(part), 1 << 16);
        Workbook workbook = new Workbook(out, "Loupe", "1.0")) {
      table(workbook, "defects", folder.resolve(ResultFolder.DEFECTS));
      table(workbook, "images", folder.resolve(ResultFolder.IMAGES));
      columns(workbook, folder.resolve("columns.json"));
    }
    Files.move(part, folder.resolve(FILE), StandardCopyOption.REPLACE_EXISTING);
  }

  private static void table(Workbook workbook, String name, Path csv) throws IOException {
    List<String> header = List.of();
    Worksheet sheet = workbook.newWorksheet(name);
    int sheets = 1;
    int row = 0;
    try (CsvReader<CsvRecord> rows = CsvReader.builder().ofCsvRecord(csv, StandardCharsets.UTF_8)) {
      for (CsvRecord cells : rows) {
        if (header.isEmpty()) {
          header = List.copyOf(cells.getFields());
          begin(sheet, header);
          continue;
        }
        if (row == ROWS_OF_SHEET) {
          sheet.finish();
          sheet = workbook.newWorksheet(name + " " + ++sheets);
          begin(sheet, header);
          row = 0;
        }
        row++;
        for (int i = 0; i < header.size(); i++) {
          put(sheet, row, i, cells.getField(i), TEXT.contains(header.get(i)));
        }
        if (row % ROWS_IN_MEMORY == 0) {
          sheet.flush();
        }
      }
    }
    sheet.finish();
  }

  private static void begin(Worksheet sheet, List<String> header) {
    for (int i = 0; i < header.size(); i++) {
      sheet.inlineString(0, i, header.get(i));
      sheet.width(i, Math.max(10, header.get(i).length() + 2));
    }
    sheet.range(0, 0, 0, Math.max(0, header.size() - 1)).style().bold().set();
    sheet.freezePane(1, 1);
  }

  private static void put(Worksheet sheet, int row, int column, String cell, boolean isText) {
    if (cell.isEmpty()) {
      return;
    }
    if (!isText && NUMBER.matcher(cell).matches()) {
      sheet.value(row, column, Double.parseDouble(cell));
      return;
    }
    String text = CellText.original(cell);
    sheet.inlineString(row, column, text.length() > CELL ? text.substring(0, CELL) : text);
  }

  private static void columns(Workbook workbook, Path json) throws IOException {
    Worksheet sheet = workbook.newWorksheet("columns");
    begin(sheet, List.of("table", "column", "unit", "definition"));
    int row = 0;
    JsonNode tables = new ObjectMapper().readTree(json.toFile());
    for (var table : tables.properties()) {
      for (JsonNode column : table.getValue()) {
        row++;
        sheet.inlineString(row, 0, table.getKey());
        sheet.inlineString(row, 1, column.path("name").asText());
        sheet.inlineString(row, 2, column.path("unit").asText());
        sheet.inlineString(row, 3, column.path("definition").asText());
      }
    }
    sheet.finish();
  }
}
