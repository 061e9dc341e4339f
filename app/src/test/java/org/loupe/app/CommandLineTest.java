package org.loupe.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the command line says to words that it does not know, and when it uses colors. */
class CommandLineTest {

  private static final String ESCAPE = "\u001b";

  @TempDir private Path root = Path.of("");

  @ParameterizedTest
  @CsvSource({
    "anlyze,analyze",
    "analyse,analyze",
    "trian,train",
    "train-casade,train-cascade",
    "simulat,simulate",
    "infos,info"
  })
  void anUnknownCommandIsAnsweredWithTheNearest(String word, String meant) {
    Loupe run = Loupe.run(word, "folder");
    assertThat(run.exitCode()).isEqualTo(ExitCode.WRONG_USAGE);
    assertThat(run.err().lines().findFirst().orElseThrow())
        .contains(word)
        .endsWith("; did you mean " + meant + "?");
  }

  @ParameterizedTest
  @CsvSource({
    "--min-probabilty=0.8,--min-probability",
    "--pixelsize,--pixel-size",
    "--overwite,--overwrite",
    "--lables,--labels",
    "--plot,--plots",
    "--thread,--threads"
  })
  void anUnknownOptionIsAnsweredWithTheNearest(String word, String meant) {
    Loupe run = Loupe.run("analyze", "folder", "--out", "out", word);
    assertThat(run.exitCode()).isEqualTo(ExitCode.WRONG_USAGE);
    assertThat(run.err().lines().findFirst().orElseThrow())
        .endsWith("; did you mean " + meant + "?");
  }

  @Test
  void nothingIsSuggestedForAWordThatIsLikeNone() {
    for (Loupe run :
        List.of(
            Loupe.run("xqzwvk"), Loupe.run("analyze", "folder", "--out", "out", "--xqzwvkjj"))) {
      assertThat(run.exitCode()).isEqualTo(ExitCode.WRONG_USAGE);
      assertThat(run.err()).doesNotContain("did you mean").contains("--help");
    }
  }

  /** Runs the command in a process of its own and returns all that it prints. */
  private String printed(Map<String, String> environment, Object... words) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx512m", "-Djava.awt.headless=true"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), "org.loupe.app.Main"));
    for (Object word : words) {
      command.add(word.toString());
    }
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().keySet().removeAll(List.of("NO_COLOR", "CLICOLOR_FORCE", "CLICOLOR"));
    builder.environment().putAll(environment);
    Process process = builder.start();
    String all = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
    return all;
  }

  @Test
  void theVersionIsTheSameAloneAndAfterACommand() throws Exception {
    String alone = printed(Map.of(), "--version");
    assertThat(alone).startsWith("loupe ").isEqualTo(printed(Map.of(), "analyze", "--version"));
    assertThat(printed(Map.of(), "-V")).isEqualTo(alone);
  }

  @Test
  void noColorIsRespectedEvenWhereColorsAreForced() throws Exception {
    assertThat(printed(Map.of("CLICOLOR_FORCE", "1"), "--help")).contains(ESCAPE);
    assertThat(printed(Map.of("CLICOLOR_FORCE", "1", "NO_COLOR", "1"), "--help"))
        .contains("analyze")
        .doesNotContain(ESCAPE);
  }

  @Test
  void withoutATerminalNothingIsColored() throws IOException, Exception {
    Path image = Scene.rings(root.resolve("a.png"), 64, 48);
    Path cascade = Scene.cascade(root);
    assertThat(printed(Map.of(), "analyze", "--help")).doesNotContain(ESCAPE);
    assertThat(
            printed(Map.of(), "analyze", image, "--cascade", cascade, "--out", root.resolve("o")))
        .contains("1 of 1 images analyzed")
        .doesNotContain(ESCAPE);
  }
}
