package org.loupe.app;

import org.jspecify.annotations.Nullable;
import org.loupe.export.ExistingResults;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** What to do with results that the output folder holds already. */
final class ResultsOptions {

  @ArgGroup private @Nullable Choice choice;

  private static final class Choice {

    @Option(
        names = "--overwrite",
        description = "Replace the results of an earlier run in the output folder.")
    private boolean overwrite;

    @Option(
        names = "--resume",
        description =
            "Complete the results of an earlier run: images that it finished are not analyzed again"
                + " if neither they nor the settings have changed.")
    private boolean resume;
  }

  ExistingResults existing() {
    if (choice == null || !(choice.overwrite || choice.resume)) {
      return ExistingResults.REFUSE;
    }
    if (choice.resume) {
      return ExistingResults.RESUME;
    }
    return choice.overwrite ? ExistingResults.OVERWRITE : ExistingResults.REFUSE;
  }
}
