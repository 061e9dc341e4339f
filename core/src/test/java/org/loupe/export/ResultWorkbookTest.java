package org.loupe.export;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import org.dhatim.fastexcel.reader.Cell;
import org.dhatim.fastexcel.reader.CellType;
import org.dhatim.fastexcel.reader.ReadableWorkbook;
import org.dhatim.fastexcel.reader.Row;
import org.dhatim.fastexcel.reader.Sheet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.loupe.defect.Defect;
import org.loupe.defect.Detection;
import org.loupe.defect.Measurement;
import org.loupe.defect.MicrographOutcome;
import org.loupe.defect.MicrographResult;
import org.loupe.geometry.Box;
import org.loupe.geometry.Ellipse;
import org.loupe.statistics.StatisticsSettings;

class ResultWorkbookTest {

  @TempDir private Path folder;

  @Test
  void theWorkbookHoldsTheTablesWithNumbersAsNumbers() throws IOException {
    results("a.png", "007");
    try (ReadableWorkbook workbook =
        new ReadableWorkbook(folder.resolve(ResultWorkbook.FILE).toFile())) {
      assertThat(workbook.getSheets().map(Sheet::getName))
          .containsExactly("defects", "images", "columns");
      List<Row> defects = rows(workbook, "defects");
      List<NamedCsvRecord> csv = csv(ResultFolder.DEFECTS);
      assertThat(defects).hasSize(csv.size() + 1).hasSize(2);
      List<String> header = csv.get(0).getHeader();
      for (int i = 0; i < header.size(); i++) {
        assertThat(defects.get(0).getCellText(i)).isEqualTo(header.get(i));
        String text = csv.get(0).getField(i);
        Optional<Cell> cell = defects.get(1).getOptionalCell(i);
        if (text.isEmpty()) {
          assertThat(cell.filter(c -> c.getType() != CellType.EMPTY)).isEmpty();
        } else if (cell.orElseThrow().getType() == CellType.NUMBER) {
          assertThat(cell.get().asNumber().doubleValue()).isEqualTo(Double.parseDouble(text));
        } else {
          assertThat(cell.get().asString()).isEqualTo(text);
        }
      }
      int detectionScore = header.indexOf("detection_score");
      assertThat(defects.get(1).getCell(detectionScore).getType()).isEqualTo(CellType.NUMBER);
      // a class that looks like a number keeps its zeros
      assertThat(defects.get(1).getCell(header.indexOf("class")).asString()).isEqualTo("007");
      assertThat(rows(workbook, "columns"))
          .hasSize(
              1
                  + DefectTable.COLUMNS.size()
                  + ImageTable.COLUMNS.size()
                  + HistogramTable.COLUMNS.size()
                  + BudgetTable.COLUMNS.size()
                  + SensitivityTable.COLUMNS.size());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"=1+1.png", "+a.png", "-a.png", "@SUM(A1).png", "\ta.png", "'=a.png", "'a.png"})
  void namesThatBeginAsFormulasAreText(String name) throws IOException {
    results(name, "=cmd|' /C calc'!A0");
    NamedCsvRecord csv = csv(ResultFolder.DEFECTS).get(0);
    assertThat(csv.getField("image")).isEqualTo("'" + name);
    assertThat(csv.getField("class")).isEqualTo("'=cmd|' /C calc'!A0");
    // numbers keep their sign
    assertThat(csv.getField("detection_score")).isEqualTo("-0.25");
    try (ReadableWorkbook workbook =
        new ReadableWorkbook(folder.resolve(ResultWorkbook.FILE).toFile())) {
      Cell cell = rows(workbook, "defects").get(1).getCell(0);
      assertThat(cell.getType()).isEqualTo(CellType.STRING);
      assertThat(cell.getFormula()).isNull();
      assertThat(cell.asString()).isEqualTo(name);
    }
  }

  private void results(String name, String defectClass) throws IOException {
    Detection detection =
        new Detection(
            defectClass, new Box(1, 2, 3, 4), OptionalDouble.of(-0.25), OptionalDouble.empty());
    Measurement measurement = new Measurement(new Ellipse(2.5, 4, 4, 3, 0.5), 9.4, 4, 3, Set.of());
    MicrographResult result =
        new MicrographResult(
            name,
            64,
            48,
            Optional.empty(),
            "as it is",
            List.of(new Defect(1, detection, measurement)),
            List.of());
    try (ResultFolder results = ResultFolder.create(folder, StatisticsSettings.defaults())) {
      results.append(MicrographOutcome.done(result, 12.5));
      results.append(MicrographOutcome.failed("b.png", "=broken", 1));
      results.writeSummary(JsonNodeFactory.instance.objectNode());
    }
    ResultWorkbook.write(folder);
  }

  private static List<Row> rows(ReadableWorkbook workbook, String sheet) throws IOException {
    return workbook.findSheet(sheet).orElseThrow().read();
  }

  private List<NamedCsvRecord> csv(String name) throws IOException {
    try (CsvReader<NamedCsvRecord> reader =
        CsvReader.builder().ofNamedCsvRecord(folder.resolve(name))) {
      return reader.stream().toList();
    }
  }
}
