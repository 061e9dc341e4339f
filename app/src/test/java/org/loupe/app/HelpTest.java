package org.loupe.app;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

class HelpTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "analyze",
        "detect",
        "train-cascade",
        "evaluate",
        "simulate",
        "info",
        "import",
        "export",
        "completion"
      })
  void everyCommandHelpsWithExamples(String command) {
    Loupe run = Loupe.run(command, "--help");
    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).contains("Examples:").contains("loupe " + command);
    assertThat(run.out().lines()).allMatch(line -> line.length() <= 100);
  }

  @Test
  void everyOptionIsDescribed() {
    CommandLine top = Main.commandLine();
    for (CommandLine command : top.getSubcommands().values()) {
      for (OptionSpec option : command.getCommandSpec().options()) {
        assertThat(option.description()).as(option.longestName()).isNotEmpty();
      }
    }
  }

  @Test
  void noCommandAtAllShowsTheUsage() {
    Loupe run = Loupe.run();
    assertThat(run.exitCode()).isEqualTo(ExitCode.WRONG_USAGE);
    assertThat(run.err()).contains("analyze", "detect", "info");
  }
}
