package org.loupe.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.loupe.dataset.LabeledMicrograph.Part;
import org.loupe.geometry.Box;

/** What each layout means; what is wrong with a set is in {@link LabelErrorsTest}. */
class LabeledSetsTest {

  /** A fraction times a side is rounded a few times, each by under 1e-14 of a few dozen pixels. */
  private static final double ROUNDING = 1e-9;

  @TempDir private Path folder;
  private SmallSet set;

  @BeforeEach
  void newSet() {
    set = new SmallSet(folder);
  }

  @Test
  void boxTextsAreRowFirst() throws IOException {
    set.image("images/a.png").text("boxes/a.txt", "2 5 12 35", "", "0,0,20,40 ", "  1.5 2e0 3 4");
    LabeledSet read = set.open();
    assertThat(read.layout()).isEqualTo("box texts, row first");
    assertThat(boxes(read))
        .containsExactly(new Box(5, 2, 30, 10), new Box(0, 0, 40, 20), new Box(2, 1.5, 2, 1.5));
  }

  @Test
  void aMicrographTellsItsNameFileSizeSeriesAndPart() throws IOException {
    set.image("images/a.png", 33, 21).text("boxes/a.txt");
    LabeledSet read = set.open();
    assertThat(read.folder()).isEqualTo(folder);
    assertThat(read.micrographs())
        .containsExactly(
            new LabeledMicrograph(
                "images/a.png",
                folder.resolve("images").resolve("a.png"),
                33,
                21,
                "images/a.png",
                Part.TRAINING,
                List.of()));
  }

  @Test
  void micrographsComeInTheOrderOfTheirNames() throws IOException {
    for (String name : List.of("b/2", "b/10", "a", "c")) {
      set.image("images/" + name + ".png").text("boxes/" + name + ".txt");
    }
    assertThat(names(set.open()))
        .containsExactly("images/a.png", "images/b/10.png", "images/b/2.png", "images/c.png");
  }

  @Test
  void joinedSetsKeepEqualNamesAndSeriesApart() throws IOException {
    SmallSet steel = new SmallSet(folder.resolve("steel"));
    SmallSet other = new SmallSet(folder.resolve("titanium"));
    steel.image("a.png").text("a.txt", "0 0.5 0.25 0.2 0.1");
    other.image("images/a.png").text("boxes/a.txt", "2 5 12 35");
    LabeledSet joined = LabeledSet.joined(List.of(steel.open(), other.open()));
    assertThat(names(joined)).containsExactly("steel/a.png", "titanium/images/a.png");
    assertThat(joined.micrographs())
        .extracting(LabeledMicrograph::series)
        .containsExactly("steel/a.png", "titanium/images/a.png");
    assertThat(joined.layout()).isEqualTo("steel: YOLO texts; titanium: box texts, row first");
    assertThat(boxes(joined)).hasSize(2);
    LabeledSet one = steel.open();
    assertThat(LabeledSet.joined(List.of(one))).isSameAs(one);
    assertThatThrownBy(() -> LabeledSet.joined(List.of(one, one)))
        .hasMessageContaining("another of the labeled sets is called steel");
  }

  @Test
  void yoloBoxesAreFractionsRoundTheirCenter() throws IOException {
    set.image("a.png").text("a.txt", "0 0.5 0.25 0.2 0.1", "3\t0.9 0.5 0.2 1");
    LabeledSet read = set.open();
    assertThat(read.layout()).isEqualTo("YOLO texts");
    assertThat(boxes(read)).hasSize(2);
    assertBox(boxes(read).get(0), 16, 4, 8, 2);
    assertBox(boxes(read).get(1), 32, 0, 8, 20);
  }

  @Test
  void ofYoloPolygonsTheBoundingBoxIsTaken() throws IOException {
    set.image("images/a.png").text("polygons/a.txt", "0 0.5 0.1 0.25 0.4 0.75 0.3");
    assertBox(boxes(set.open()).get(0), 10, 2, 20, 6);
  }

  @Test
  void yoloTextsBelowLabelsBelongToTheMicrographsBelowImages() throws IOException {
    set.image("images/train/a.png")
        .text("labels/train/a.txt", "0 0.5 0.5 0.5 0.5")
        .image("images/val/a.png")
        .text("labels/val/a.txt");
    LabeledSet read = set.open();
    assertThat(names(read)).containsExactly("images/train/a.png", "images/val/a.png");
    assertThat(names(read.part(Part.TRAINING))).containsExactly("images/train/a.png");
    assertThat(names(read.part(Part.VALIDATION))).containsExactly("images/val/a.png");
  }

  @Test
  void foldersForValidationAndTestAreKeptFromTraining() throws IOException {
    for (String part : List.of("train", "val", "Valid", "validation", "test")) {
      set.image(part + "/" + part + ".png").text(part + "/" + part + ".txt");
    }
    set.image("val.png").text("val.txt");
    assertThat(names(set.open().part(Part.TRAINING))).containsExactly("train/train.png", "val.png");
  }

  @Test
  void foldersWithoutTextsAndTextsThatAreNoLabelsAreLeftAlone() throws IOException {
    set.image("train/a.png")
        .text("train/a.txt", "0 0.5 0.5 0.5 0.5")
        .text("train/classes.txt", "loop", "dot")
        .text("README.txt", "5 images of 2 specimens")
        .image("masks/a.png");
    assertThat(names(set.open())).containsExactly("train/a.png");
  }

  @Test
  void filesThatSystemsHideAreLeftAlone() throws IOException {
    set.image("images/a.png").text("boxes/a.txt").bytes("images/._a.png", (byte) 0);
    set.bytes("boxes/._a.txt", (byte) 0).image("images/.cache/b.png");
    assertThat(names(set.open())).containsExactly("images/a.png");
  }

  @Test
  void linksToFoldersAreFollowed() throws IOException {
    new SmallSet(folder.resolve("elsewhere")).image("a.png");
    set.text("set/boxes/a.txt", "0 0 5 5");
    try {
      Files.createSymbolicLink(folder.resolve("set/images"), folder.resolve("elsewhere"));
      Files.createSymbolicLink(folder.resolve("link"), folder.resolve("set"));
    } catch (IOException | UnsupportedOperationException e) {
      assumeTrue(false, "skipped: no symbolic links here");
    }
    assertThat(names(LabeledSets.open(folder.resolve("link")))).containsExactly("images/a.png");
  }

  @Test
  void aByteOrderMarkAndWindowsLineEndsAreNoPartOfTheNumbers() throws IOException {
    set.image("images/a.png").text("boxes/a.txt", "\uFEFF0 0 5 5\r", "1 1 6 6\r", "");
    assertThat(boxes(set.open())).containsExactly(new Box(0, 0, 5, 5), new Box(1, 1, 5, 5));
  }

  @Test
  void boxesThatLeaveTheMicrographByTwoPixelsAreCut() throws IOException {
    set.image("images/a.png").text("boxes/a.txt", "-2 -1.5 22 42", "18 38 22 42");
    assertThat(boxes(set.open())).containsExactly(new Box(0, 0, 40, 20), new Box(38, 18, 2, 2));
  }

  @Test
  void aCocoFileGivesTheBoxesOfItsImages() throws IOException {
    set.image("imgs/a.png")
        .image("imgs/b.png")
        .image("imgs/unlabeled.png")
        .image("masks/a.png")
        .text("info.json", "{\"made\": \"by hand\"}")
        .text(
            "set.json",
            "{\"images\": [",
            "  {\"id\": 7, \"file_name\": \"b.png\", \"width\": 40, \"height\": 20},",
            "  {\"id\": 3, \"file_name\": \"imgs/a.png\"}],",
            " \"annotations\": [",
            "  {\"id\": 1, \"image_id\": 7, \"bbox\": [5, 2, 30, 10.5], \"iscrowd\": 0},",
            "  {\"id\": 2, \"image_id\": 7, \"bbox\": [-1, 0, 4, 4]}]}");
    LabeledSet read = set.open();
    assertThat(read.layout()).isEqualTo("COCO file");
    assertThat(names(read)).containsExactly("imgs/a.png", "imgs/b.png");
    assertThat(boxes(read)).containsExactly(new Box(5, 2, 30, 10.5), new Box(0, 0, 3, 4));
    assertThat(read.micrographs().get(0).annotations()).isEmpty();
  }

  @Test
  void theIndexGivesTheSeriesByFileNameOrPath() throws IOException {
    set.image("train/a.png").text("train/a.txt", "0 0.5 0.5 0.5 0.5");
    set.image("val/a.png").text("val/a.txt");
    set.image("val/b.png").text("val/b.txt");
    set.text(
        "index.tsv", "n\tseries\timage", "1\tx\ttrain/a.png", "2\ty \tval/a.png", "3\tx\tb.png");
    assertThat(set.open().micrographs())
        .extracting(LabeledMicrograph::series)
        .containsExactly("x", "y", "x");
  }

  @Test
  void anEmptySeriesInTheIndexIsTheMicrographItself() throws IOException {
    set.image("images/a.png").text("boxes/a.txt").image("images/b.png").text("boxes/b.txt");
    set.text("index.tsv", "image\tseries", "a.png\t", "b.png\ts");
    assertThat(set.open().micrographs())
        .extracting(LabeledMicrograph::series)
        .containsExactly("images/a.png", "s");
  }

  @Test
  void micrographsOfEveryFormatMakeASet() throws IOException {
    for (String extension : List.of("png", "jpg", "bmp", "tif")) {
      String name = "of_" + extension;
      set.image("images/" + name + "." + extension).text("boxes/" + name + ".txt", "0 0 5 5");
    }
    assertThat(set.open().micrographs()).hasSize(4).allMatch(m -> m.widthPx() == SmallSet.WIDTH);
  }

  private static List<Box> boxes(LabeledSet set) {
    return set.micrographs().stream()
        .flatMap(m -> m.annotations().stream())
        .map(Annotation::box)
        .toList();
  }

  private static List<String> names(LabeledSet set) {
    return names(set.micrographs());
  }

  private static List<String> names(List<LabeledMicrograph> micrographs) {
    return micrographs.stream().map(LabeledMicrograph::name).toList();
  }

  private static void assertBox(Box box, double x, double y, double width, double height) {
    assertThat(box.x()).isCloseTo(x, within(ROUNDING));
    assertThat(box.y()).isCloseTo(y, within(ROUNDING));
    assertThat(box.width()).isCloseTo(width, within(ROUNDING));
    assertThat(box.height()).isCloseTo(height, within(ROUNDING));
  }
}
