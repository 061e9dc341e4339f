package org.loupe.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Looks at the tables of a result folder as another program would. */
final class Tables {

  private Tables() {}

  static List<String> column(Path table, String name) throws IOException {
    try (CsvReader<NamedCsvRecord> reader = CsvReader.builder().ofNamedCsvRecord(table)) {
      return reader.stream().map(row -> row.getField(name)).toList();
    }
  }

  /** Returns the rows, each with as many cells as the header. */
  static List<List<String>> rows(Path table) throws IOException {
    try (CsvReader<CsvRecord> reader = CsvReader.builder().ofCsvRecord(table)) {
      List<List<String>> rows = reader.stream().map(CsvRecord::getFields).toList();
      assertThat(rows).allMatch(row -> row.size() == rows.get(0).size());
      return rows;
    }
  }

  /** Asserts that two runs say the same, but for how long they took. */
  static void assertSame(Path one, Path other) throws IOException {
    assertThat(one.resolve("defects.csv")).hasSameBinaryContentAs(other.resolve("defects.csv"));
    assertThat(withoutTime(one.resolve("images.csv")))
        .isEqualTo(withoutTime(other.resolve("images.csv")));
    assertThat(summary(one)).isEqualTo(summary(other));
  }

  private static JsonNode summary(Path folder) throws IOException {
    return new ObjectMapper().readTree(Files.readString(folder.resolve("summary.json")));
  }

  private static List<List<String>> withoutTime(Path images) throws IOException {
    List<List<String>> rows = rows(images);
    int time = rows.get(0).indexOf("elapsed_ms");
    assertThat(time).isNotNegative();
    return rows.stream()
        .map(
            row -> {
              List<String> kept = new java.util.ArrayList<>(row);
              kept.remove(time);
              return List.copyOf(kept);
            })
        .toList();
  }
}
