package org.loupe.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DetectCommandTest {

  @TempDir private Path root = Path.of("");

  @Test
  void rawPrintsEveryWindowInWholePixels() throws IOException {
    Path image = Scene.rings(root.resolve("a.png"), 64, 48);
    Loupe run = Loupe.run("detect", image, "--cascade", Scene.cascade(root), "--raw");
    assertThat(run.exitCode()).isZero();
    List<String> lines = run.out().lines().toList();
    assertThat(lines.get(0)).isEqualTo("image,x,y,width,height");
    assertThat(lines).hasSizeGreaterThan(2);
    assertThat(lines.stream().skip(1)).allMatch(line -> line.matches("a\\.png(,[0-9]+){4}"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"=1+1.png", "+a.png", "-a.png", "@a.png", "'a.png"})
  void namesThatASpreadsheetWouldTakeForFormulasHaveAnApostrophe(String name) throws IOException {
    Path folder = Files.createDirectories(root.resolve("folder"));
    Scene.rings(folder.resolve(name), 64, 48);
    Loupe run = Loupe.run("detect", folder, "--cascade", Scene.cascade(root));
    assertThat(run.out().lines().skip(1)).isNotEmpty().allMatch(l -> l.startsWith("'" + name));
  }

  @Test
  void groupedBoxesAreFewerAndCarryScoreAndNeighbors() throws IOException {
    Path image = Scene.rings(root.resolve("a.png"), 64, 48);
    Loupe run = Loupe.run("detect", image, "--cascade", Scene.cascade(root));
    List<String> lines = run.out().lines().toList();
    assertThat(lines.get(0)).isEqualTo("image,x,y,width,height,score,neighbors");
    assertThat(lines).hasSize(2);
    String[] cells = lines.get(1).split(",", -1);
    double centerX = Double.parseDouble(cells[1]) + Double.parseDouble(cells[3]) / 2;
    assertThat(centerX).isBetween(58.0, 70.0);
    assertThat(Integer.parseInt(cells[6])).isGreaterThan(1);
  }

  @Test
  void anEnlargedStartFindsWhatIsSmallerThanTheWindow() throws IOException {
    Path image = Scene.rings(root.resolve("a.png"), 64, 48);
    Path cascade = Scene.cascade(root);
    List<String> from32 =
        Loupe.run("detect", image, "--cascade", cascade, "--raw").out().lines().toList();
    List<String> from16 =
        Loupe.run("detect", image, "--cascade", cascade, "--raw", "--min-defect-size", 16)
            .out()
            .lines()
            .toList();
    assertThat(from16).containsAll(from32).hasSizeGreaterThan(from32.size());
  }

  @Test
  void aLongerStrideLooksAtFewerPlaces() throws IOException {
    Path image = Scene.rings(root.resolve("a.png"), 64, 48);
    Path cascade = Scene.cascade(root);
    List<Integer> windows = new ArrayList<>();
    for (int stride : new int[] {1, 2, 4}) {
      Loupe run = Loupe.run("detect", image, "--cascade", cascade, "--raw", "--stride", stride);
      windows.add((int) run.out().lines().count() - 1);
    }
    assertThat(windows).isSortedAccordingTo(Comparator.reverseOrder()).doesNotHaveDuplicates();
    assertThat(windows.get(2)).isPositive();
    assertThat(Loupe.run("detect", image, "--cascade", cascade, "--raw").out().lines())
        .as("OpenCV's by itself")
        .hasSize(windows.get(1) + 1);
  }

  @Test
  void aFailedImageIsNamedOnceAndTheOthersAreDone() throws IOException {
    Path image = Scene.rings(root.resolve("a.png"), 64, 48);
    Path broken = Files.writeString(root.resolve("b.png"), "no image");
    Loupe run = Loupe.run("detect", broken, image, "--cascade", Scene.cascade(root));
    assertThat(run.exitCode()).isEqualTo(ExitCode.SOME_FAILED);
    assertThat(run.err().strip().lines()).hasSize(1);
    assertThat(run.err()).containsOnlyOnce("b.png");
  }
}
