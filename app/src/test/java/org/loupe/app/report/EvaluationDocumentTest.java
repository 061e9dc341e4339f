package org.loupe.app.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.loupe.export.Column;

class EvaluationDocumentTest {

  @Test
  void everyColumnIsInTheDocumentAsTheTablesHaveIt() throws IOException {
    List<String> expected = new ArrayList<>();
    for (Column<?> column : EvaluationTables.IMAGES) {
      expected.add(row(column));
    }
    for (Column<?> column : EvaluationTables.MATCHES) {
      expected.add(row(column));
    }
    String document = Files.readString(Path.of("..", "docs", "evaluation.md"));
    assertThat(
            document
                .substring(document.indexOf("## Columns"))
                .lines()
                .filter(line -> line.startsWith("| `")))
        .containsExactlyElementsOf(expected);
  }

  private static String row(Column<?> column) {
    return "| `" + column.name() + "` | " + column.unit() + " | " + column.definition() + " |";
  }
}
