package org.loupe.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ForkJoinPool;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.loupe.cascade.CascadeXml;
import org.loupe.dataset.LabeledSet;
import org.loupe.dataset.LabeledSets;
import org.loupe.training.cascade.CascadeTrainer;
import org.loupe.training.cascade.CascadeTrainingSettings;
import org.loupe.training.cascade.TrainingProgress;

class TrainCascadeCommandTest {

  @TempDir private Path folder = Path.of("");

  /** Writes labeled micrographs of rings, four rings each. */
  private Path set(int micrographs) throws IOException {
    Path set = folder.resolve("set");
    Files.createDirectories(set.resolve("images"));
    Files.createDirectories(set.resolve("boxes"));
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < micrographs; i++) {
      int[] centers = new int[8];
      StringBuilder boxes = new StringBuilder();
      for (int k = 0; k < 4; k++) {
        centers[2 * k] = 25 + 75 * (k % 2) + random.nextInt(10) - 5;
        centers[2 * k + 1] = 25 + 45 * (k / 2) + random.nextInt(8) - 4;
        int x = centers[2 * k];
        int y = centers[2 * k + 1];
        boxes.append(
            (y - 11) + " " + (x - 11) + " " + (y + 11) + " " + (x + 11) + System.lineSeparator());
      }
      Scene.rings(set.resolve("images/m" + i + ".png"), centers);
      Files.writeString(
          set.resolve("boxes/m" + i + ".txt"), boxes.toString(), StandardCharsets.UTF_8);
    }
    return set;
  }

  private static Loupe train(Object... more) {
    List<Object> words =
        new ArrayList<>(List.of("train-cascade", "--stages", "4", "--window-size", "16"));
    words.addAll(Arrays.asList(more));
    return Loupe.run(words.toArray());
  }

  @Test
  void labelsBecomeACascadeThatFindsTheDefects() throws IOException {
    Path out = folder.resolve("new/rings.xml");
    Loupe run = train(set(6), "--out", out, "--folds", "2");
    assertThat(run.exitCode()).as(run.err()).isEqualTo(ExitCode.DONE);
    assertThat(CascadeXml.read(out).windowWidth()).isEqualTo(16);
    try (Stream<Path> files = Files.list(folder.resolve("new"))) {
      assertThat(files.map(f -> f.getFileName().toString()))
          .containsExactlyInAnyOrder("rings.xml", "rings-training.json", "rings-curve.png");
    }
    JsonNode log = new ObjectMapper().readTree(folder.resolve("new/rings-training.json").toFile());
    assertThat(log.at("/dataset/labels").asInt()).isEqualTo(24);
    assertThat(log.at("/folds").size()).isEqualTo(2);
    assertThat(log.at("/training/stages/0/hitRate").asDouble()).isGreaterThan(0.9);
    assertThat(log.at("/chosen/recall").asDouble()).isGreaterThan(0.9);
    assertThat(log.at("/curve").size()).isPositive();
    assertThat(ImageIO.read(folder.resolve("new/rings-curve.png").toFile()).getWidth())
        .isEqualTo(2000);
    assertThat(run.err()).contains("training 1 of 3", "stage  1:", "validation: recall");

    String use = run.out().lines().filter(l -> l.startsWith("Use it with:")).findFirst().get();
    String[] options = use.substring(use.indexOf("--min-defect-size")).split(" ", -1);
    Path image = Scene.rings(folder.resolve("unseen.png"), 30, 30, 90, 60);
    List<Object> words = new ArrayList<>(List.of("detect", image, "--cascade", out));
    words.addAll(Arrays.asList(options).subList(0, options.length - 2));
    Loupe detect = Loupe.run(words.toArray());
    assertThat(detect.exitCode()).as(detect.err()).isEqualTo(ExitCode.DONE);
    assertThat(detect.out().lines().count()).isBetween(3L, 8L);
  }

  @Test
  void anExistingCascadeIsNotReplacedUnasked() throws IOException {
    Path out = Files.writeString(folder.resolve("a.xml"), "precious");
    Loupe run = train(set(2), "--out", out, "--folds", "0");
    assertThat(run.exitCode()).isEqualTo(ExitCode.NOTHING_DONE);
    assertThat(run.err()).contains("a.xml", "--overwrite");
    assertThat(Files.readString(out)).isEqualTo("precious");
    assertThat(train(set(2), "--out", out, "--folds", "0", "--overwrite").exitCode()).isZero();
    assertThat(CascadeXml.read(out).stages()).isNotEmpty();
  }

  @Test
  void badInputIsSaidWithItsRemedy() throws IOException {
    Path out = folder.resolve("a.xml");
    assertThat(train(folder.resolve("missing"), "--out", out).err()).contains("missing");
    Loupe folds = train(set(2), "--out", out, "--folds", "5");
    assertThat(folds.exitCode()).isEqualTo(ExitCode.NOTHING_DONE);
    assertThat(folds.err()).contains("2 series for 5 folds");
    Loupe rate = train(set(2), "--out", out, "--min-hit-rate", "1.5");
    assertThat(rate.exitCode()).isEqualTo(ExitCode.WRONG_USAGE);
    assertThat(rate.err()).contains("minHitRate must be 0.5 to 1");
    assertThat(train(set(2), "--out", out, "--folds", "1").exitCode())
        .isEqualTo(ExitCode.WRONG_USAGE);
    Path empty = set(1);
    Files.writeString(empty.resolve("boxes/m0.txt"), "");
    Files.writeString(empty.resolve("boxes/m1.txt"), "");
    assertThat(train(empty, "--out", out, "--folds", "0").err()).contains("no annotation");
    assertThat(Files.exists(out)).isFalse();
  }

  @Test
  void backgroundGivesNegativeExamplesOnly() throws IOException {
    Path empty = Scene.rings(folder.resolve("empty.png"));
    Loupe run =
        train(set(3), "--out", folder.resolve("a.xml"), "--folds", "0", "--background", empty);
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.err()).contains("1 of background", "on 4 micrographs with 12 labels");
  }

  @Test
  void whatIsUndefinedIsNullInTheLog() throws IOException {
    Path set = set(3);
    for (int i = 0; i < 3; i++) { // labels of 34 pixels: none is small
      Path boxes = set.resolve("boxes/m" + i + ".txt");
      StringBuilder larger = new StringBuilder();
      for (String line : Files.readAllLines(boxes)) {
        int[] edges = Arrays.stream(line.split(" ", -1)).mapToInt(Integer::parseInt).toArray();
        larger.append(
            (edges[0] - 6)
                + " "
                + (edges[1] - 6)
                + " "
                + (edges[2] + 6)
                + " "
                + (edges[3] + 6)
                + "\n");
      }
      Files.writeString(boxes, larger.toString(), StandardCharsets.UTF_8);
    }
    Path out = folder.resolve("large.xml");
    Loupe run = train(set, "--out", out, "--folds", "3");
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out()).doesNotContain("NaN").doesNotContain("smaller than 32 px");
    JsonNode log = new ObjectMapper().readTree(folder.resolve("large-training.json").toFile());
    assertThat(log.at("/chosen/labels_under_32_px").asInt()).isZero();
    assertThat(log.at("/chosen/recall_under_32_px").isNull()).isTrue();
    assertThat(log.toString()).doesNotContain("NaN");
  }

  @Test
  void theLogTellsEverythingThatIsDocumented() throws IOException {
    Path out = folder.resolve("a.xml");
    Loupe run = train(set(2), "--out", out, "--folds", "0", "--seed", "9");
    assertThat(run.exitCode()).as(run.err()).isZero();
    JsonNode log = new ObjectMapper().readTree(folder.resolve("a-training.json").toFile());
    List<String> parts = new ArrayList<>();
    log.fieldNames().forEachRemaining(parts::add);
    assertThat(parts)
        .containsExactlyInAnyOrder(
            "program",
            "version",
            "arguments",
            "dataset",
            "settings",
            "elapsed_s",
            "chosen",
            "training",
            "folds",
            "curve");
    assertThat(log.at("/chosen").isNull()).isTrue();
    assertThat(log.at("/settings/seed").asInt()).isEqualTo(9);
    assertThat(log.at("/settings/windowSize").asInt()).isEqualTo(16);
    assertThat(log.at("/arguments").toString()).contains("--seed");
    assertThat(log.at("/training/stopped_because").asText()).isNotEmpty();
    assertThat(folder.resolve("a-curve.png")).doesNotExist();
  }

  @Test
  void anInterruptedTrainingGoesOnAndSaysSo() throws IOException {
    Path set = set(3);
    Path whole = folder.resolve("whole.xml");
    assertThat(train(set, "--out", whole, "--folds", "0").exitCode()).isZero();
    Path out = folder.resolve("a.xml");
    // what an interruption after a stage leaves
    LabeledSet labeled = LabeledSets.open(set);
    JsonNode log = new ObjectMapper().readTree(folder.resolve("whole-training.json").toFile());
    CascadeTrainingSettings.Builder one =
        CascadeTrainingSettings.defaults().toBuilder().windowSize(16).maxStages(1);
    one.scan(
        one.build()
            .scan()
            .withMinDefectSizePx(log.at("/settings/scan/minDefectSizePx").asDouble()));
    ForkJoinPool pool = new ForkJoinPool(2);
    new CascadeTrainer(one.build(), pool, TrainingProgress.none())
        .train(labeled.micrographs(), List.of(), folder.resolve("a.state-1"));
    pool.shutdownNow();
    Loupe run = train(set, "--out", out, "--folds", "0");
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.err()).contains("going on with the interrupted training of " + out);
    assertThat(run.err())
        .contains("stage  1:", "boosting stage 2")
        .doesNotContain("boosting stage 1");
    assertThat(Files.readAllBytes(out)).isEqualTo(Files.readAllBytes(whole));
    assertThat(folder.resolve("a.state-1")).doesNotExist();
  }

  @Test
  void theStateOfAnotherTrainingIsNamedWithItsRemedy() throws IOException {
    Path set = set(2);
    Path out = folder.resolve("a.xml");
    Path state = Files.writeString(folder.resolve("a.state-1"), "no state");
    Loupe run = train(set, "--out", out, "--folds", "0");
    assertThat(run.exitCode()).isEqualTo(ExitCode.NOTHING_DONE);
    assertThat(run.err()).contains(state.toString(), "delete it to begin anew");
    assertThat(Files.readString(state)).isEqualTo("no state");
    assertThat(out).doesNotExist();
  }

  @Test
  void aPlaceWhereNothingCanBeWrittenIsSaidBeforeTheTraining() throws IOException {
    Path set = set(2);
    Path file = Files.writeString(folder.resolve("file"), "");
    Loupe below = train(set, "--out", file.resolve("a.xml"), "--folds", "0");
    assertThat(below.exitCode()).isEqualTo(ExitCode.NOTHING_DONE);
    assertThat(below.err()).contains(file.toString(), "is a file, not a folder");
    Loupe on = train(set, "--out", set, "--folds", "0", "--overwrite");
    assertThat(on.exitCode()).isEqualTo(ExitCode.NOTHING_DONE);
    assertThat(on.err()).contains(set + ": is a folder", "cascade.xml");
    assertThat(List.of(below, on)).noneMatch(run -> run.err().contains("stage"));
  }

  @Test
  void anExistingFileIsNotCalledAFileThatShouldBeAFolder() throws IOException {
    Path out = Files.writeString(folder.resolve("a.xml"), "precious");
    assertThat(train(set(2), "--out", out).err())
        .contains(out + ": exists; choose another name or give --overwrite")
        .doesNotContain("not a folder");
  }

  @Test
  void whoeverMayReadTheFolderMayReadTheCascade() throws IOException {
    assumeTrue(FileSystems.getDefault().supportedFileAttributeViews().contains("posix"));
    Path plain = Files.createFile(folder.resolve("plain"));
    Path out = folder.resolve("a.xml");
    assertThat(train(set(2), "--out", out, "--folds", "0").exitCode()).isZero();
    assertThat(Files.getPosixFilePermissions(out)).isEqualTo(Files.getPosixFilePermissions(plain));
  }

  @Test
  void contradictorySettingsAreWrongUsage() throws IOException {
    Path set = set(1);
    Path out = folder.resolve("a.xml");
    for (String[] wrong :
        new String[][] {
          {"--folds", "-1"},
          {"--stages", "0"},
          {"--max-false-alarm", "1"},
          {"--window-size", "8"},
          {"--window-size", "large"},
          {"--min-defect-size", "1"},
          {"--margin", "NaN"},
          {"--feature-fraction", "0"},
          {"--target-false-alarm", "-0.1"},
          {"--max-candidates", "0"},
          {"--threads", "0"},
          {"--color", "red"},
        }) {
      Loupe run = Loupe.run("train-cascade", set, "--out", out, wrong[0], wrong[1]);
      assertThat(run.exitCode()).as("%s %s", wrong[0], wrong[1]).isEqualTo(ExitCode.WRONG_USAGE);
      assertThat(run.err()).contains("loupe: ", "--help").doesNotContain("training");
    }
    assertThat(Loupe.run("train-cascade", set).exitCode()).isEqualTo(ExitCode.WRONG_USAGE);
    assertThat(out).doesNotExist();
  }

  @Test
  void theSuggestedCommandAnalyzes() throws IOException {
    Path out = folder.resolve("a folder/rings.xml");
    Loupe run = train(set(4), "--out", out, "--folds", "2");
    assertThat(run.exitCode()).as(run.err()).isZero();
    String use =
        run.out().lines().filter(l -> l.startsWith("Use it with: loupe ")).findFirst().get();
    Path image = Scene.rings(folder.resolve("unseen.png"), 30, 30, 90, 60);
    Path results = folder.resolve("results");
    List<String> words = new ArrayList<>();
    Matcher matcher =
        Pattern.compile("\"([^\"]*)\"|(\\S+)")
            .matcher(use.substring("Use it with: loupe ".length()));
    while (matcher.find()) {
      String word = matcher.group(1) == null ? matcher.group(2) : matcher.group(1);
      words.add(
          word.equals("IMAGES")
              ? image.toString()
              : word.equals("OUT") ? results.toString() : word);
    }
    Loupe analyze = Loupe.run(words.toArray());
    assertThat(analyze.exitCode()).as(use + analyze.err()).isEqualTo(ExitCode.DONE);
    assertThat(results.resolve("defects.csv")).isNotEmptyFile();
  }

  @Test
  void theExamplesOfTheHelpAreRightUsage() {
    List<String> examples =
        Loupe.run("train-cascade", "--help")
            .out()
            .lines()
            .dropWhile(line -> !line.startsWith("Examples:"))
            .skip(1)
            .takeWhile(line -> !line.isBlank())
            .toList();
    // long lines are wrapped: what does not begin with the program goes on
    List<String> commands = new ArrayList<>();
    for (String line : examples) {
      if (line.strip().startsWith("loupe ")) {
        commands.add(line.strip());
      } else {
        commands.set(commands.size() - 1, commands.get(commands.size() - 1) + " " + line.strip());
      }
    }
    assertThat(commands).hasSize(3);
    for (String command : commands) {
      String[] words = command.split("\\s+", -1);
      assertThat(Main.commandLine().parseArgs(Arrays.copyOfRange(words, 1, words.length)).errors())
          .isEmpty();
    }
  }
}
