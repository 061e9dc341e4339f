package org.loupe.app;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.loupe.defect.MicrographOutcome;
import org.loupe.export.OverlayNames;
import org.loupe.export.ResultWorkbook;
import org.loupe.export.labels.ExportFormat;
import org.loupe.export.labels.LabelWriter;
import org.loupe.export.labels.LabeledImage;

/**
 * What {@code analyze --export} writes beside the tables: the defects in the formats of labels, and
 * the workbook, at the end.
 */
final class ResultExports implements Closeable {

  private static final String WORKBOOK = "xlsx";

  private final Path out;
  private final OverlayNames names;
  private final List<LabelWriter> writers = new ArrayList<>();
  private final boolean workbook;

  private ResultExports(Path out, OverlayNames names, boolean workbook) {
    this.out = out;
    this.names = names;
    this.workbook = workbook;
  }

  /** Returns the words that {@code --export} takes. */
  static List<String> words() {
    List<String> words = new ArrayList<>();
    Arrays.stream(ExportFormat.values()).map(ExportFormat::word).forEach(words::add);
    words.add(WORKBOOK);
    return words;
  }

  /** Returns the files and folders that some exports write, below the folder of the results. */
  static List<String> places(List<String> asked) {
    return asked.stream()
        .map(word -> ExportFormat.of(word).map(ExportFormat::place).orElse(ResultWorkbook.FILE))
        .toList();
  }

  static ResultExports open(List<String> asked, Path out, OverlayNames names) throws IOException {
    ResultExports exports = new ResultExports(out, names, asked.contains(WORKBOOK));
    for (String word : asked.stream().distinct().toList()) {
      Optional<ExportFormat> format = ExportFormat.of(word);
      if (format.isPresent()) {
        exports.writers.add(format.get().open(out));
      }
    }
    return exports;
  }

  /** Writes the defects of a micrograph; nothing of one that failed. */
  void add(MicrographOutcome outcome) throws IOException {
    if (outcome.result().isPresent()) {
      String name = names.of(outcome.image());
      for (LabelWriter writer : writers) {
        writer.append(LabeledImage.of(outcome.result().get(), name));
      }
    }
  }

  /** Finishes the files; the tables must be whole by now. */
  @Override
  public void close() throws IOException {
    for (LabelWriter writer : writers) {
      writer.close();
    }
    if (workbook) {
      ResultWorkbook.write(out);
    }
  }
}
