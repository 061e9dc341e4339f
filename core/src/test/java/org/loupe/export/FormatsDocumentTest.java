package org.loupe.export;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class FormatsDocumentTest {

  @Test
  void theDocumentDefinesEveryColumnInItsOrder() throws IOException {
    String document = Files.readString(Path.of("..", "docs", "formats.md"));
    assertThat(document)
        .contains(rows(DefectTable.COLUMNS))
        .contains(rows(ImageTable.COLUMNS))
        .contains(rows(HistogramTable.COLUMNS))
        .contains(rows(BudgetTable.COLUMNS))
        .contains(rows(SensitivityTable.COLUMNS));
  }

  private static <R> String rows(List<Column<R>> columns) {
    StringBuilder rows = new StringBuilder();
    for (Column<R> column : columns) {
      rows.append(
          "| `" + column.name() + "` | " + column.unit() + " | " + column.definition() + " |\n");
    }
    return rows.toString();
  }

  @Test
  void noTwoColumnsHaveOneName() {
    assertThat(ImageTable.COLUMNS).extracting(Column::name).doesNotHaveDuplicates();
  }

  @Test
  void columnsWithAUnitNameIt() {
    for (Column<?> column : DefectTable.COLUMNS) {
      if (!column.unit().isEmpty()) {
        String suffix = "_" + column.unit().replace("degree", "deg").replace("^", "");
        assertThat(column.name()).endsWith(suffix);
      }
    }
  }
}
