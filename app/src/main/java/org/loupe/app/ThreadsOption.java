package org.loupe.app;

import java.util.concurrent.ForkJoinPool;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** How many threads work; the results do not depend on it. */
final class ThreadsOption {

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec = CommandSpec.create();

  private int threads = Runtime.getRuntime().availableProcessors();

  @Option(
      names = "--threads",
      paramLabel = "N",
      description =
          "Threads that work; the results do not depend on it. Default: one for each processor.")
  void setThreads(int threads) {
    if (threads < 1 || threads > 1024) {
      throw new ParameterException(
          spec.commandLine(), "--threads must be 1 to 1024, was " + threads);
    }
    this.threads = threads;
  }

  int count() {
    return threads;
  }

  ForkJoinPool newPool() {
    return new ForkJoinPool(threads);
  }
}
