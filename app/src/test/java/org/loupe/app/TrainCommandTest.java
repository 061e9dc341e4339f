package org.loupe.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.loupe.dataset.LabeledSet;
import org.loupe.dataset.LabeledSets;

/** What goes wrong before a training; the training itself is tested where PyTorch is. */
class TrainCommandTest {

  @TempDir private Path folder = Path.of("");

  private Path set() throws IOException {
    return set("set");
  }

  private Path set(String name) throws IOException {
    Path set = folder.resolve(name);
    Files.createDirectories(set.resolve("images"));
    Files.createDirectories(set.resolve("boxes"));
    for (int i = 0; i < 2; i++) {
      Scene.rings(set.resolve("images/m" + i + ".png"), 30, 30);
      Files.writeString(set.resolve("boxes/m" + i + ".txt"), "19 19 41 41\n");
    }
    return set;
  }

  @Test
  void anExistingModelIsNotReplacedUnasked() throws IOException {
    Path out = Files.writeString(folder.resolve("a.loupe"), "precious");
    Loupe run = Loupe.run("train", set(), "--out", out);
    assertThat(run.exitCode()).isEqualTo(ExitCode.NOTHING_DONE);
    assertThat(run.err()).contains("a.loupe", "--overwrite");
    assertThat(Files.readString(out)).isEqualTo("precious");
  }

  @Test
  void badInputIsSaidWithItsRemedy() throws IOException {
    Path out = folder.resolve("a.loupe");
    Loupe missing = Loupe.run("train", folder.resolve("missing"), "--out", out);
    assertThat(missing.exitCode()).isEqualTo(ExitCode.NOTHING_DONE);
    assertThat(missing.err()).contains("missing");
    Loupe folds = Loupe.run("train", set(), "--out", out, "--folds", "1");
    assertThat(folds.exitCode()).isEqualTo(ExitCode.WRONG_USAGE);
    assertThat(folds.err()).contains("at least 2, were 1");
    Loupe goal = Loupe.run("train", set(), "--out", out, "--goal", "best");
    assertThat(goal.exitCode()).isEqualTo(ExitCode.WRONG_USAGE);
    assertThat(goal.err()).contains("'best' is no goal", "precision=0.9");
    Loupe epochs = Loupe.run("train", set(), "--out", out, "--epochs", "0");
    assertThat(epochs.exitCode()).isEqualTo(ExitCode.WRONG_USAGE);
    assertThat(epochs.err()).contains("epochs");
  }

  @Test
  void outlinesWithoutAMarginAreTight() throws IOException {
    Path outlined = folder.resolve("outlined");
    Scene.rings(Files.createDirectories(outlined.resolve("images")).resolve("m.png"), 30, 30);
    Files.writeString(
        Files.createDirectories(outlined.resolve("polygons")).resolve("m.txt"),
        "0 0.2 0.2 0.4 0.2 0.3 0.4\n0 0.6 0.6 0.8 0.6 0.7 0.8\n");
    LabeledSet outlines = LabeledSets.open(outlined);
    LabeledSet boxes = LabeledSets.open(set());
    assertThat(TrainCommand.areTight(List.of(outlines))).isTrue();
    assertThat(TrainCommand.areTight(List.of(boxes))).isFalse();
    assertThat(TrainCommand.areTight(List.of(outlines, boxes))).isFalse(); // half of the labels
  }

  @Test
  void aMarginOutOfRangeIsToldBeforeTheTraining() throws IOException {
    Path out = folder.resolve("a.loupe");
    Loupe run = Loupe.run("train", set(), "--out", out, "--box-margin", "2");
    assertThat(run.exitCode()).isEqualTo(ExitCode.WRONG_USAGE);
    assertThat(run.err()).contains("--box-margin must be -0.25 to 0.5, was 2.0");
    assertThat(folder.resolve("a.training")).doesNotExist();
  }

  @Test
  void severalSetsMustBeToldApart() throws IOException {
    Path out = folder.resolve("a.loupe");
    Loupe twice = Loupe.run("train", set("one/steel"), set("two/steel"), "--out", out);
    assertThat(twice.exitCode()).isEqualTo(ExitCode.WRONG_USAGE);
    assertThat(twice.err()).contains("another of the labeled sets is called steel", "rename");
    Loupe names = Loupe.run("train", set("a"), set("b"), "--out", out, "--data-licence", "MIT");
    assertThat(names.exitCode()).isEqualTo(ExitCode.WRONG_USAGE);
    assertThat(names.err()).contains("--data-licence: 1 given for 2 labeled sets");
  }

  @Test
  void aSetCanBeHeldOutOnlyWhereAnotherTeaches() throws IOException {
    Path out = folder.resolve("a.loupe");
    Loupe one = Loupe.run("train", set("a"), "--out", out, "--hold-out", "set");
    assertThat(one.exitCode()).isEqualTo(ExitCode.WRONG_USAGE);
    assertThat(one.err()).contains("--hold-out set: needs two labeled sets or more");
    Loupe word = Loupe.run("train", set("a"), "--out", out, "--hold-out", "image");
    assertThat(word.exitCode()).isEqualTo(ExitCode.WRONG_USAGE);
    assertThat(word.err()).contains("--hold-out", "must be series or set, was 'image'");
  }

  @Test
  void whatATrainingStartsFromMustBeAModel() throws IOException {
    Path out = folder.resolve("a.loupe");
    Loupe missing =
        Loupe.run("train", set(), "--out", out, "--start-from", folder.resolve("no.loupe"));
    assertThat(missing.exitCode()).isEqualTo(ExitCode.NOTHING_DONE);
    assertThat(missing.err()).contains("no.loupe");
    Path text = Files.writeString(folder.resolve("text.loupe"), "text");
    Loupe other = Loupe.run("train", set(), "--out", out, "--start-from", text);
    assertThat(other.exitCode()).isEqualTo(ExitCode.NOTHING_DONE);
    assertThat(other.err()).contains("text.loupe").doesNotContain("Exception");
    assertThat(out).doesNotExist();
  }

  @Test
  void withoutPytorchItSaysHowToGetIt() throws IOException {
    Path out = folder.resolve("a.loupe");
    Loupe run = Loupe.run("train", set(), "--out", out);
    assertThat(run.exitCode()).isEqualTo(ExitCode.NOTHING_DONE);
    assertThat(run.err()).contains("PyTorch", "launcher");
    assertThat(folder.resolve("a.training")).doesNotExist();
  }
}
