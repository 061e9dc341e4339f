package org.loupe.app;

import java.io.PrintWriter;
import java.util.Locale;
import me.tongfei.progressbar.DelegatingProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.loupe.analysis.FileOutcome;
import org.loupe.defect.MicrographOutcome;

/** Tells how far a batch is: a bar on a terminal, a line a file elsewhere. */
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

  /** Returns the line of a failed micrograph. */
  private static String failure(MicrographOutcome micrograph) {
    return "loupe: " + micrograph.image() + ": " + micrograph.error().orElse("");
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
      bar.setExtraMessage(" " + defects + " defects");
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
        if (micrograph.result().isPresent()) {
          int count = micrograph.result().get().defects().size();
          err.printf(
              Locale.ROOT,
              "[%d/%d] %s: %d %s, %.0f ms%n",
              done,
              files,
              micrograph.image(),
              count,
              count == 1 ? "defect" : "defects",
              micrograph.elapsedMs());
        } else {
          err.println(failure(micrograph));
        }
      }
      err.flush();
    }

    @Override
    public void close() {
      err.flush();
    }
  }
}
