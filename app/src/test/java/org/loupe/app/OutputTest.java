package org.loupe.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the command line says, and how it repeats a run. */
class OutputTest {

  @TempDir private Path root = Path.of("");
  private Path cascade = Path.of("");
  private Path images = Path.of("");
  private Path out = Path.of("");

  @BeforeEach
  void makeFolders() throws IOException {
    cascade = Scene.cascade(root);
    images = Files.createDirectories(root.resolve("images"));
    out = root.resolve("out");
    Scene.rings(images.resolve("a.png"), 64, 48);
    Files.writeString(images.resolve("b.png"), "no image");
  }

  private Loupe analyze(Object... more) {
    List<Object> arguments = new ArrayList<>(List.of("analyze", images, "--cascade", cascade));
    arguments.addAll(List.of("--out", out));
    arguments.addAll(List.of(more));
    return Loupe.run(arguments.toArray());
  }

  @Test
  void quietSaysOnlyWhatWentWrong() {
    Loupe run = analyze("--quiet");
    assertThat(run.exitCode()).isEqualTo(ExitCode.SOME_FAILED);
    assertThat(run.out()).isEmpty();
    assertThat(run.err().strip().lines()).hasSize(1);
    assertThat(run.err()).contains("b.png");
  }

  @Test
  void verboseSaysHowEachImageWasRead() {
    Loupe run = analyze("--verbose", "--pixel-size", "0.5nm");
    assertThat(run.err()).contains("128 x 96 px", "0.5 nm, option --pixel-size", "8-bit samples");
  }

  @Test
  void jsonIsAnObjectALineWithNothingElseOnStandardOutput() throws IOException {
    Loupe run = analyze("--json");
    List<JsonNode> lines = new ArrayList<>();
    for (String line : run.out().strip().split("\n", -1)) {
      lines.add(new ObjectMapper().readTree(line));
    }
    assertThat(lines).hasSize(3);
    assertThat(lines.get(0).get("image").asText()).isEqualTo("a.png");
    assertThat(lines.get(0).get("defects").asInt()).isEqualTo(1);
    assertThat(lines.get(1).get("status").asText()).isEqualTo("failed");
    assertThat(lines.get(1).get("error").asText()).isNotEmpty();
    assertThat(lines.get(2).get("event").asText()).isEqualTo("end");
    assertThat(lines.get(2).get("images_failed").asInt()).isEqualTo(1);
    assertThat(lines.get(2).get("out").asText()).isEqualTo(out.toString());
  }

  @Test
  void jsonEndsWithItsEndAlsoWhereNothingCouldBeDone() throws IOException {
    Path empty = Files.createDirectories(root.resolve("empty"));
    Loupe run = Loupe.run("analyze", empty, "--cascade", cascade, "--out", out, "--json");
    assertThat(run.exitCode()).isEqualTo(ExitCode.NOTHING_DONE);
    JsonNode end = new ObjectMapper().readTree(run.out());
    assertThat(end.get("event").asText()).isEqualTo("end");
    assertThat(end.get("images").asInt()).isZero();
    assertThat(end.get("images_failed").asInt()).isZero();

    Path missing = root.resolve("missing.png");
    Loupe second =
        Loupe.run("analyze", missing, "--cascade", cascade, "--out", out, "--json", "--overwrite");
    assertThat(second.exitCode()).isEqualTo(ExitCode.NOTHING_DONE);
    assertThat(new ObjectMapper().readTree(second.out()).get("images_failed").asInt()).isEqualTo(1);
  }

  @Test
  void theLogHasTimesAndGrows() throws IOException {
    Path log = root.resolve("loupe.log");
    analyze("--log", log, "--quiet");
    int first = Files.readAllLines(log).size();
    assertThat(Files.readAllLines(log))
        .allMatch(line -> line.matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ .*"))
        .anyMatch(line -> line.contains("a.png: 1 defect,"))
        .anyMatch(line -> line.contains("b.png"))
        .anyMatch(line -> line.endsWith("exit code 1"));
    analyze("--log", log, "--quiet"); // refused: the folder holds results
    assertThat(Files.readAllLines(log)).hasSizeGreaterThan(first);
    assertThat(Files.readString(log)).contains("--overwrite");
  }

  @Test
  void onlyOneFormAtATime() {
    assertThat(analyze("--quiet", "--json").exitCode()).isEqualTo(ExitCode.WRONG_USAGE);
    assertThat(analyze("--overwrite", "--resume").exitCode()).isEqualTo(ExitCode.WRONG_USAGE);
  }

  @Test
  void aRunIsRepeatedFromItsRunJson() throws IOException {
    Files.delete(images.resolve("b.png"));
    assertThat(analyze("--class", "ring", "--pixel-size", "0.5nm", "--quiet").exitCode()).isZero();
    Path again = root.resolve("again");
    Loupe run = Loupe.run("analyze", "--settings", out.resolve("run.json"), "--out", again);
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.err()).doesNotContain("not as in");
    Tables.assertSame(again, out);

    Path other = root.resolve("other");
    Loupe changed =
        Loupe.run(
            "analyze", "--settings", out.resolve("run.json"), "--out", other, "--class", "loop");
    assertThat(changed.exitCode()).as(changed.err()).isZero();
    assertThat(changed.err()).contains("not as in").contains("settings");
    assertThat(Files.readString(other.resolve("defects.csv"))).contains(",loop,");

    Loupe bar =
        Loupe.run(
            "analyze",
            "--settings",
            out.resolve("run.json"),
            "--scale-bar",
            "50nm",
            "--out",
            root.resolve("bar"));
    assertThat(bar.err()).contains("no scale bar was found").doesNotContain("exclude each other");

    Scene.rings(images.resolve("a.png"), 40, 48);
    Scene.rings(images.resolve("c.png"), 40, 48);
    Loupe moved =
        Loupe.run("analyze", "--settings", out.resolve("run.json"), "--out", root.resolve("x"));
    assertThat(moved.err()).contains("1 of 1 images changed or gone, 1 new");
  }

  @Test
  void whatIsNoRunJsonIsSaidSo() throws IOException {
    Path wrong = Files.writeString(root.resolve("run.json"), "{\"arguments\":[\"train\"]}");
    Loupe run = Loupe.run("analyze", "--settings", wrong, "--out", out);
    assertThat(run.exitCode()).isEqualTo(ExitCode.NOTHING_DONE);
    assertThat(run.err()).contains("not the run.json of an analysis");
    Files.writeString(wrong, "{");
    assertThat(Loupe.run("analyze", "--settings", wrong, "--out", out).err())
        .contains("not the run.json of an analysis");
  }

  @Test
  void withoutInputItSaysWhatIsMissing() {
    Loupe run = Loupe.run("analyze", "--cascade", cascade, "--out", out);
    assertThat(run.exitCode()).isEqualTo(ExitCode.WRONG_USAGE);
    assertThat(run.err()).contains("no INPUT");
  }

  @ParameterizedTest
  @CsvSource({
    "anlyze, , analyze",
    "analyze, --pixelsize, --pixel-size",
    "analyze, --modle, --model"
  })
  void aSlipOfTheKeysIsAnsweredWithWhatWasMeant(String command, String option, String meant) {
    Loupe run = option == null ? Loupe.run(command) : Loupe.run(command, "x", option, "--out", "o");
    assertThat(run.exitCode()).isEqualTo(ExitCode.WRONG_USAGE);
    assertThat(run.err()).contains(meant);
  }

  @Test
  void theCompletionScriptKnowsCommandsAndOptions() {
    Loupe run = Loupe.run("completion");
    assertThat(run.exitCode()).isZero();
    assertThat(run.out())
        .startsWith("#!/usr/bin/env bash")
        .contains("analyze", "--min-probability", "complete -F");
  }

  @Test
  void charactersThatMoveTheCursorDoNotReachTheTerminal() {
    assertThat(Messages.printable("a\u001b[2Jb\nc\u202Ed é 試"))
        .isEqualTo("a\uFFFD[2Jb\uFFFDc\uFFFDd é 試");
  }

  @Test
  void aFullDiskIsOneLineWithTheRemedy() {
    assertThat(Messages.of(new IOException("out/defects.csv: No space left on device")))
        .contains("free some space", "--resume");
    assertThat(
            Messages.of(
                new java.nio.file.FileSystemException("out/x", null, "Read-only file system")))
        .contains("out/x", "choose another place");
  }
}
