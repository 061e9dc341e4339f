package org.loupe.app;

import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * A log file that a person asked for: a line an event, with its time in UTC.
 *
 * <p>What cannot be logged any more, on a full disk, is no reason to end a run.
 */
final class RunLog implements AutoCloseable {

  private final Writer writer;

  private RunLog(Writer writer) {
    this.writer = writer;
  }

  static RunLog none() {
    return new RunLog(Writer.nullWriter());
  }

  /** Opens a log file, making it if it is not there. */
  static RunLog open(Path file) throws IOException {
    return new RunLog(
        Files.newBufferedWriter(
            file, StandardCharsets.UTF_8, StandardOpenOption.CREATE, StandardOpenOption.APPEND));
  }

  void line(String text) {
    try {
      writer.write(Instant.now().truncatedTo(ChronoUnit.SECONDS) + " " + text + "\n");
      writer.flush();
    } catch (IOException e) {
      // see above
    }
  }

  @Override
  public void close() throws IOException {
    writer.close();
  }
}
