package org.loupe.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.loupe.export.labels.ExportFormat;
import org.loupe.export.labels.LabelWriter;
import org.loupe.export.labels.LabeledImage;
import org.loupe.export.labels.LabeledShape;
import org.loupe.geometry.Box;
import org.loupe.io.InputFile;

/** Which micrograph corrected labels belong to, and what is said if there is none. */
class RevisedLabelsTest {

  private static final Box BOX = new Box(3.25, 4.5, 20.125, 9);

  @TempDir private Path folder;
  private List<InputFile> files = List.of();

  @BeforeEach
  void micrographs() throws IOException {
    SmallSet set = new SmallSet(folder);
    set.image("in/a.png", 128, 96);
    set.image("in/sub/b.png", 128, 96);
    set.image("in/c.png", 128, 96);
    set.image("in/sub/c.png", 128, 96);
    files = List.of(input("a.png"), input("sub/b.png"), input("c.png"), input("sub/c.png"));
  }

  private InputFile input(String name) {
    return new InputFile(folder.resolve("in").resolve(name), name, Optional.empty());
  }

  private static LabeledImage image(String name, String baseName, Box... boxes) {
    List<LabeledShape> shapes =
        List.of(boxes).stream()
            .map(
                box ->
                    new LabeledShape(
                        box,
                        Optional.empty(),
                        List.of(),
                        Optional.of("loop"),
                        OptionalDouble.empty(),
                        OptionalDouble.empty()))
            .toList();
    return new LabeledImage(name, baseName, 128, 96, OptionalDouble.empty(), shapes);
  }

  private Path written(ExportFormat format, LabeledImage... images) throws IOException {
    Path out = Files.createDirectories(folder.resolve("labels"));
    try (LabelWriter writer = format.open(out)) {
      for (LabeledImage image : images) {
        writer.append(image);
      }
    }
    return out.resolve(format.place());
  }

  private Optional<List<Box>> boxes(RevisedLabels labels, String image) throws IOException {
    return labels.of(image, 128, 96).map(all -> all.stream().map(Annotation::box).toList());
  }

  @Test
  void whatAnalyzeExportsIsFoundByTheNamesOfTheTables() throws IOException {
    for (ExportFormat format : List.of(ExportFormat.IMAGEJ_ROI, ExportFormat.COCO)) {
      Path labels =
          written(
              format,
              image("a.png", "a", BOX),
              image("sub/b.png", "sub/b"),
              image("sub/c.png", "sub/c", BOX, BOX));
      RevisedLabels read = RevisedLabels.open(labels, files);
      assertThat(boxes(read, "a.png")).contains(List.of(BOX));
      assertThat(boxes(read, "sub/b.png")).contains(List.of());
      assertThat(boxes(read, "c.png")).isEmpty();
      assertThat(boxes(read, "sub/c.png")).contains(List.of(BOX, BOX));
      assertThat(read.files()).hasSize(format == ExportFormat.COCO ? 1 : 3);
    }
  }

  @Test
  void aZipIsFoundByItsFileNameAloneOrWithImageJsEnding() throws IOException {
    Path zip = written(ExportFormat.IMAGEJ_ROI, image("b.png", "b_RoiSet", BOX));
    Path corrected = Files.move(zip.resolve("b_RoiSet.zip"), folder.resolve("b-corrected.zip"));
    assertThat(boxes(RevisedLabels.open(corrected, files), "sub/b.png")).contains(List.of(BOX));
  }

  @Test
  void aZipOfAnyNameBelongsToTheOnlyMicrograph() throws IOException {
    Path zip = written(ExportFormat.IMAGEJ_ROI, image("x", "RoiSet", BOX)).resolve("RoiSet.zip");
    assertThat(boxes(RevisedLabels.open(zip, files.subList(0, 1)), "a.png")).contains(List.of(BOX));
    assertThatThrownBy(() -> RevisedLabels.open(zip, files))
        .isInstanceOf(LabelFormatException.class)
        .hasMessageContaining("RoiSet.zip")
        .hasMessageContaining("name of none of the images");
  }

  @Test
  void aZipAmongOthersNeedsTheNameOfItsMicrograph() throws IOException {
    Path folder = written(ExportFormat.IMAGEJ_ROI, image("a.png", "a", BOX), image("b", "b", BOX));
    assertThatThrownBy(() -> RevisedLabels.open(folder, files.subList(0, 1)))
        .hasMessageContaining("b.zip")
        .hasMessageContaining("name of none of the images");
  }

  @Test
  void aNameThatTwoMicrographsShareIsToldApartByItsFolder() throws IOException {
    Path unknown = written(ExportFormat.COCO, image("elsewhere/c.png", "c", BOX));
    assertThatThrownBy(() -> RevisedLabels.open(unknown, files))
        .hasMessageContaining("images[0]")
        .hasMessageContaining("or the name of several");
    Path coco = written(ExportFormat.COCO, image("c.png", "c", BOX));
    assertThat(boxes(RevisedLabels.open(coco, files), "c.png")).contains(List.of(BOX));
    assertThat(boxes(RevisedLabels.open(coco, files), "sub/c.png")).isEmpty();
  }

  @Test
  void aMissingMicrographIsNamed() throws IOException {
    Path coco = written(ExportFormat.COCO, image("gone.png", "gone", BOX));
    assertThatThrownBy(() -> RevisedLabels.open(coco, files))
        .isInstanceOf(LabelFormatException.class)
        .hasMessageContaining("gone.png")
        .hasMessageContaining("add the image to the inputs");
  }

  @Test
  void aFrameThatTheFileDoesNotHaveIsAnError() throws IOException {
    Path zip = written(ExportFormat.IMAGEJ_ROI, image("a.png#2", "a#2", BOX));
    assertThatThrownBy(() -> RevisedLabels.open(zip, files))
        .hasMessageContaining("names frame 2 of a.png, which has 1");
  }

  @Test
  void labelsOfAnotherSizeAreRefusedForThatMicrographOnly() throws IOException {
    Path coco = written(ExportFormat.COCO, image("a.png", "a", BOX), image("c.png", "c", BOX));
    RevisedLabels read = RevisedLabels.open(coco, files);
    assertThatThrownBy(() -> read.of("a.png", 64, 96))
        .isInstanceOf(LabelFormatException.class)
        .hasMessageContaining("says width 128, the micrograph has 64");
    assertThat(boxes(read, "c.png")).isPresent();
  }

  @Test
  void aLabelOutsideOfTheMicrographIsRefused() throws IOException {
    Path zip = written(ExportFormat.IMAGEJ_ROI, image("a.png", "a", new Box(120, 80, 40, 10)));
    RevisedLabels read = RevisedLabels.open(zip, files);
    assertThatThrownBy(() -> read.of("a.png", 128, 96))
        .hasMessageContaining("entry \"0001.roi\"")
        .hasMessageContaining("leaves the micrograph of 128 x 96 pixels by 32 px");
  }

  @Test
  void whatIsNoLabelFileIsSaid() throws IOException {
    Path text = Files.writeString(folder.resolve("labels.txt"), "1 2 3 4\n");
    assertThatThrownBy(() -> RevisedLabels.open(text, files)).hasMessageContaining("loupe import");
    assertThatThrownBy(() -> RevisedLabels.open(folder.resolve("in"), files))
        .hasMessageContaining("holds no labels");
    assertThatThrownBy(() -> RevisedLabels.open(folder.resolve("nothing"), files))
        .hasMessageContaining("does not exist");
    Path json = Files.writeString(folder.resolve("other.json"), "{}");
    assertThatThrownBy(() -> RevisedLabels.open(json, files)).hasMessageContaining("no COCO file");
  }

  @Test
  void oneMicrographWithTwoFilesOfLabelsIsAnError() throws IOException {
    written(ExportFormat.COCO, image("a.png", "a", BOX));
    written(ExportFormat.IMAGEJ_ROI, image("a.png", "a", BOX));
    assertThatThrownBy(() -> RevisedLabels.open(folder.resolve("labels"), files))
        .hasMessageContaining("has labels of a.png, and another file has, too");
  }
}
