package org.loupe.app.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.loupe.export.Column;
import org.loupe.export.TableWriter;

/**
 * Writes what an evaluation found: {@code evaluation.json}, {@code images.csv}, {@code
 * matches.csv}, {@code columns.json} and {@code evaluation.html}.
 *
 * <p>The numbers come first: they are on the disk even if a micrograph can no longer be read for
 * the page's pictures.
 */
public final class EvaluationReport {

  static final ObjectMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  private EvaluationReport() {}

  /**
   * Writes the files into a folder, over older ones.
   *
   * @throws IOException if a micrograph cannot be read or a file cannot be written
   */
  public static void write(JudgedResults judged, Path folder) throws IOException {
    Files.createDirectories(folder);
    write(folder.resolve("evaluation.json"), EvaluationJson.of(judged));
    table(
        folder.resolve("images.csv"), EvaluationTables.IMAGES, EvaluationTables.imageRows(judged));
    table(
        folder.resolve("matches.csv"),
        EvaluationTables.MATCHES,
        EvaluationTables.matchRows(judged.evaluation()));
    ObjectNode columns = JSON.createObjectNode();
    columns.set("images.csv", columns(EvaluationTables.IMAGES));
    columns.set("matches.csv", columns(EvaluationTables.MATCHES));
    write(folder.resolve("columns.json"), columns);
    Files.writeString(
        folder.resolve("evaluation.html"),
        new EvaluationPage(judged).text(),
        StandardCharsets.UTF_8);
  }

  private static void write(Path file, ObjectNode content) throws IOException {
    try {
      Files.writeString(file, JSON.writeValueAsString(content) + "\n", StandardCharsets.UTF_8);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree in memory can always be written", e);
    }
  }

  private static <R> void table(Path file, List<Column<R>> columns, List<R> rows)
      throws IOException {
    try (TableWriter<R> writer = new TableWriter<>(file, columns)) {
      rows.forEach(writer::write);
    }
  }

  static <R> ArrayNode columns(List<Column<R>> columns) {
    ArrayNode array = JSON.createArrayNode();
    for (Column<R> column : columns) {
      array
          .addObject()
          .put("name", column.name())
          .put("unit", column.unit())
          .put("definition", column.definition());
    }
    return array;
  }
}
