package org.loupe.app;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Locale;
import me.tongfei.progressbar.DelegatingProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.loupe.analysis.FileOutcome;
import org.loupe.defect.MicrographOutcome;
import org.loupe.defect.MicrographResult;

/**
 * Tells how far a batch is: a bar on a terminal, a line a file elsewhere, or as a person asks for.
 */
interface Progress extends AutoCloseable {

  /** System property that the launcher sets if stderr is a terminal. */
  String TERMINAL_PROPERTY = "loupe.terminal";

  /** Tells that a file is done, and how many defects were found so far. */
  void finished(FileOutcome outcome, long defects);

  @Override
  void close();

  /** Returns the progress that fits where {@code err} goes. */
  static Progress on(PrintWriter err, String task, int files) {
    return Boolean.getBoolean(TERMINAL_PROPERTY)
        ? new Bar(err, task, files)
        : new Lines(err, files);
  }

  /** Returns how many defects, in words. */
  static String defects(long number) {
    return number + (number == 1 ? " defect" : " defects");
  }

  /** Returns the line of a failed micrograph. */
  private static String failure(MicrographOutcome micrograph) {
    return "loupe: "
        + Messages.printable(micrograph.image() + ": " + micrograph.error().orElse(""));
  }

  /** Returns the line of an analyzed micrograph. */
  private static String line(MicrographOutcome micrograph, int done, int files) {
    int count = micrograph.result().map(result -> result.defects().size()).orElse(0);
    return String.format(
        Locale.ROOT,
        "[%d/%d] %s: %s, %.0f ms",
        done,
        files,
        Messages.printable(micrograph.image()),
        defects(count),
        micrograph.elapsedMs());
  }

  /** A bar with the defects so far and the time left. */
  final class Bar implements Progress {

    /** Fits every terminal that a person is likely to use. */
    private static final int WIDTH = 79;

    private final PrintWriter err;
    private final ProgressBar bar;

    Bar(PrintWriter err, String task, int files) {
      this.err = err;
      this.bar =
          new ProgressBarBuilder()
              .setTaskName(task)
              .setInitialMax(files)
              .setStyle(ProgressBarStyle.ASCII)
              .setUpdateIntervalMillis(200)
              // the library's own console consumer asks jline, which takes Ctrl-C from the program
              .setConsumer(new DelegatingProgressBarConsumer(this::show, WIDTH))
              .build();
    }

    @Override
    public void finished(FileOutcome outcome, long defects) {
      bar.step();
      bar.setExtraMessage(" " + defects(defects));
      for (MicrographOutcome micrograph : outcome.micrographs()) {
        if (micrograph.error().isPresent()) {
          show("");
          err.print('\r');
          err.println(failure(micrograph));
          err.flush();
        }
      }
    }

    private void show(String line) {
      err.print('\r' + line + " ".repeat(Math.max(0, WIDTH - line.length())));
      err.flush();
    }

    @Override
    public void close() {
      bar.close();
      err.println();
      err.flush();
    }
  }

  /** A line for each micrograph. */
  final class Lines implements Progress {

    private final PrintWriter err;
    private final int files;
    private int done;

    Lines(PrintWriter err, int files) {
      this.err = err;
      this.files = files;
    }

    @Override
    public void finished(FileOutcome outcome, long defects) {
      done++;
      for (MicrographOutcome micrograph : outcome.micrographs()) {
        err.println(
            micrograph.result().isPresent() ? line(micrograph, done, files) : failure(micrograph));
      }
      err.flush();
    }

    @Override
    public void close() {
      err.flush();
    }
  }

  /** A line for each micrograph, and how it was read. */
  final class VerboseLines implements Progress {

    private final PrintWriter err;
    private final Lines lines;

    VerboseLines(PrintWriter err, int files) {
      this.err = err;
      this.lines = new Lines(err, files);
    }

    @Override
    public void finished(FileOutcome outcome, long defects) {
      lines.finished(outcome, defects);
      outcome.micrographs().stream()
          .flatMap(micrograph -> micrograph.result().stream())
          .forEach(this::detail);
      err.flush();
    }

    private static String shortest(double number) {
      return new BigDecimal(number).round(new MathContext(6)).stripTrailingZeros().toPlainString();
    }

    private void detail(MicrographResult result) {
      err.printf(
          Locale.ROOT,
          "    %d x %d px; pixel size %s; intensities: %s%n",
          result.widthPx(),
          result.heightPx(),
          result
              .calibration()
              .map(c -> shortest(c.pixelSizeNm()) + " nm, " + c.source())
              .orElse("unknown"),
          result.intensityMapping());
      result.notes().forEach(note -> err.println("    note: " + Messages.printable(note)));
      long flagged =
          result.defects().stream().filter(d -> !d.measurement().flags().isEmpty()).count();
      if (flagged > 0) {
        err.printf(Locale.ROOT, "    measured with a flag: %d%n", flagged);
      }
    }

    @Override
    public void close() {
      lines.close();
    }
  }

  /** Nothing but what failed. */
  final class Failures implements Progress {

    private final PrintWriter err;

    Failures(PrintWriter err) {
      this.err = err;
    }

    @Override
    public void finished(FileOutcome outcome, long defects) {
      outcome.micrographs().stream()
          .filter(micrograph -> micrograph.error().isPresent())
          .forEach(micrograph -> err.println(failure(micrograph)));
      err.flush();
    }

    @Override
    public void close() {
      err.flush();
    }
  }

  /** A JSON object for each micrograph, for scripts. */
  final class JsonLines implements Progress {

    private final PrintWriter out;
    private final int files;
    private int done;

    JsonLines(PrintWriter out, int files) {
      this.out = out;
      this.files = files;
    }

    @Override
    public void finished(FileOutcome outcome, long defects) {
      done++;
      for (MicrographOutcome micrograph : outcome.micrographs()) {
        ObjectNode line = JsonNodeFactory.instance.objectNode();
        line.put("event", "image").put("image", micrograph.image());
        micrograph
            .result()
            .ifPresent(r -> line.put("status", "done").put("defects", r.defects().size()));
        micrograph.error().ifPresent(error -> line.put("status", "failed").put("error", error));
        line.put("elapsed_ms", Math.round(micrograph.elapsedMs()));
        line.put("files_done", done).put("files", files).put("defects_so_far", defects);
        out.println(line);
      }
      out.flush();
    }

    @Override
    public void close() {
      out.flush();
    }
  }

  /** Shows progress, and writes a line of each micrograph into the log. */
  final class Logged implements Progress {

    private final Progress shown;
    private final RunLog log;

    Logged(Progress shown, RunLog log) {
      this.shown = shown;
      this.log = log;
    }

    @Override
    public void finished(FileOutcome outcome, long defects) {
      shown.finished(outcome, defects);
      for (MicrographOutcome micrograph : outcome.micrographs()) {
        log.line(
            micrograph
                .result()
                .map(
                    r ->
                        Messages.printable(micrograph.image())
                            + ": "
                            + defects(r.defects().size())
                            + ", "
                            + Math.round(micrograph.elapsedMs())
                            + " ms")
                .orElseGet(() -> failure(micrograph)));
      }
    }

    @Override
    public void close() {
      shown.close();
    }
  }
}
