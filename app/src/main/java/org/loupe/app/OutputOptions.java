package org.loupe.app;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** How much a command says, in which form and where. */
final class OutputOptions {

  @ArgGroup private @Nullable Form form;

  private static final class Form {

    @Option(
        names = {"-q", "--quiet"},
        description = "Say nothing but what went wrong.")
    private boolean quiet;

    @Option(
        names = {"-v", "--verbose"},
        description = "Say of each image also how it was read.")
    private boolean verbose;

    @Option(
        names = "--json",
        description =
            "Print a JSON object a line on standard output, for scripts: one for each image, and"
                + " one at the end.")
    private boolean json;
  }

  @Option(
      names = "--log",
      paramLabel = "FILE",
      description = "Append what happens to this file, each line with its time.")
  private @Nullable Path log;

  boolean isJson() {
    return form != null && form.json;
  }

  /** Opens the log file, if one was asked for. */
  RunLog openLog() throws IOException {
    return log == null ? RunLog.none() : RunLog.open(log);
  }

  /** Returns the progress of a batch, as asked for. */
  Progress progress(PrintWriter out, PrintWriter err, RunLog runLog, String task, int files) {
    return new Progress.Logged(shown(out, err, task, files), runLog);
  }

  private Progress shown(PrintWriter out, PrintWriter err, String task, int files) {
    if (form == null) {
      return Progress.on(err, task, files);
    }
    if (form.json) {
      return new Progress.JsonLines(out, files);
    }
    if (form.quiet) {
      return new Progress.Failures(err);
    }
    return form.verbose ? new Progress.VerboseLines(err, files) : Progress.on(err, task, files);
  }

  /** Returns where the summary for people goes: nowhere if it is not wanted. */
  PrintWriter summary(PrintWriter out) {
    boolean silent = form != null && (form.quiet || form.json);
    return silent ? new PrintWriter(Writer.nullWriter()) : out;
  }
}
