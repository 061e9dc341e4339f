package org.loupe.results;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.loupe.dataset.LabelFormatException;
import org.loupe.dataset.LabeledSet;
import org.loupe.dataset.LabeledSets;
import org.loupe.evaluate.Mark;
import org.loupe.geometry.Box;
import org.loupe.geometry.Ellipse;
import org.loupe.results.FoundSet.Coverage;

class ResultFilesTest {

  @TempDir private Path root = Path.of("");
  private LabeledSet labels = new LabeledSet(Path.of(""), "none", List.of(placeholder()));

  private static org.loupe.dataset.LabeledMicrograph placeholder() {
    return new org.loupe.dataset.LabeledMicrograph(
        "x", Path.of("x"), 1, 1, "x", org.loupe.dataset.LabeledMicrograph.Part.TRAINING, List.of());
  }

  /** A COCO set of two micrographs, with the numbers 7 and 9. */
  @BeforeEach
  void makeSet() throws IOException {
    Path set = Files.createDirectories(root.resolve("set"));
    image(set.resolve("a.png"), 64, 48);
    image(set.resolve("b.png"), 64, 48);
    Files.writeString(
        set.resolve("labels.json"),
        """
        {"images": [{"id": 7, "file_name": "a.png"}, {"id": 9, "file_name": "b.png"}],
         "annotations": [], "categories": [{"id": 3, "name": "loop"}]}
        """);
    labels = LabeledSets.open(set);
  }

  private static BufferedImage image(Path file, int width, int height) throws IOException {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_BYTE_GRAY);
    Files.createDirectories(file.resolveSibling(""));
    ImageIO.write(image, "png", file.toFile());
    return image;
  }

  @Test
  void marksWithoutClassStayWithout() throws IOException {
    Path masks = root.resolve("masks");
    BufferedImage mask = image(masks.resolve("a.png"), 64, 48);
    mask.getRaster().setSample(5, 5, 0, 1);
    ImageIO.write(mask, "png", masks.resolve("a.png").toFile());
    Mark mark = ResultFiles.read(masks, labels).marks().getOrDefault("a.png", List.of()).get(0);
    assertThat(mark.defectClass()).isEmpty();
  }

  @Test
  void aTableInWhichNothingWasFoundIsOne() throws IOException {
    FoundSet found = read("none.csv", "image,x,y,width,height,score\n");
    assertThat(found.marks()).isEmpty();
    assertThat(found.coverage()).isEqualTo(Coverage.ONLY_IMAGES_WITH_MARKS);
  }

  @Test
  void aNameWithoutItsEndingMayHaveADot() throws IOException {
    image(root.resolve("set/0.5dpa_01.png"), 64, 48);
    Files.writeString(
        root.resolve("set/labels.json"),
        """
        {"images": [{"id": 1, "file_name": "0.5dpa_01.png"}], "annotations": [], "categories": []}
        """);
    labels = LabeledSets.open(root.resolve("set"));
    assertThat(read("dot.csv", "image,x,y,width,height\n0.5dpa_01,1,2,3,4\n").marks())
        .containsOnlyKeys("0.5dpa_01.png");
  }

  private void callTheMicrographPlus30() throws IOException {
    Files.move(root.resolve("set/a.png"), root.resolve("set/+30.png"));
    Files.writeString(
        root.resolve("set/labels.json"),
        """
        {"images": [{"id": 1, "file_name": "+30.png"}], "annotations": [], "categories": []}
        """);
    labels = LabeledSets.open(root.resolve("set"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "image,x,y,width,height\n'+30.png,1,2,3,4\n",
        "image,x,y,width,height,score,neighbors\n'+30.png,1,2,3,4,0.5,3\n"
      })
  void whatDetectMadeHarmlessIsGivenBack(String table) throws IOException {
    callTheMicrographPlus30();
    assertThat(read("detect.csv", table).marks()).containsOnlyKeys("+30.png");
  }

  @Test
  void ownTablesGiveBackWhatTheyMadeHarmless() throws IOException {
    callTheMicrographPlus30();
    Path own = Files.createDirectories(root.resolve("own"));
    Files.writeString(
        own.resolve("defects.csv"),
        "image,class,box_x_px,box_y_px,box_width_px,box_height_px\n'+30.png,'=loop,1,2,3,4\n");
    Files.writeString(own.resolve("images.csv"), "image,status,elapsed_ms\n'+30.png,done,5\n");
    FoundSet found = ResultFiles.read(own, labels);
    assertThat(found.marks()).containsOnlyKeys("+30.png");
    assertThat(found.marks().getOrDefault("+30.png", List.of()).get(0).defectClass())
        .contains("=loop");
    assertThat(found.elapsedMs()).containsEntry("+30.png", 5.0);
  }

  @Test
  void aCocoSegmentationIsTheEllipseOfItsMoments() throws IOException {
    FoundSet found =
        read(
            "seg.json",
            """
            [{"image_id": 7, "category_id": null, "bbox": [10, 10, 20, 10], "score": 0.5,
              "segmentation": [[10, 10, 30, 10, 30, 20, 10, 20]]}]
            """);
    Mark mark = found.marks().getOrDefault("a.png", List.of()).get(0);
    assertThat(mark.defectClass()).isEmpty();
    Ellipse ellipse = mark.ellipse().orElseThrow();
    // a rectangle's second moments: four times the root of side^2 / 12
    assertThat(ellipse.majorAxisLength()).isCloseTo(4 * 20 / Math.sqrt(12), within(1e-9));
    assertThat(ellipse.minorAxisLength()).isCloseTo(4 * 10 / Math.sqrt(12), within(1e-9));
  }

  /** The message spoke of the bbox, which was right. */
  @Test
  void aSegmentationThatCannotBeUsedIsNamed() {
    String start = "[{\"image_id\": 7, \"bbox\": [10, 10, 20, 10], \"segmentation\": ";
    assertThatThrownBy(() -> read("seg.json", start + "[[10, 10, 30, 10]]}]"))
        .isInstanceOf(ResultFormatException.class)
        .hasMessageContaining("[0]: segmentation cannot be used: a polygon is a list of at least 6")
        .hasMessageNotContaining("a bbox is");
    assertThatThrownBy(() -> read("seg.json", start + "{\"size\": [48, 64], \"counts\": [3]}}]"))
        .hasMessageContaining("[0]: segmentation cannot be used: has runs of 3 pixels")
        .hasMessageNotContaining("a bbox is");
  }

  /** Labels are cut at the edge: an ellipse that crosses it never matched its own label. */
  @Test
  void boxesOfEllipsesEndAtTheEdge() throws IOException {
    String columns =
        "image,center_x_px,center_y_px,major_axis_length_px,minor_axis_length_px,orientation_deg\n";
    Mark mark =
        read("edge.csv", columns + "a.png,2,46,10,6,0\n")
            .marks()
            .getOrDefault("a.png", List.of())
            .get(0);
    assertThat(mark.box()).isEqualTo(new Box(0, 43, 7, 5));
    assertThat(mark.ellipse()).contains(new Ellipse(2, 46, 10, 6, 0));
    assertProblem(
        "far.csv",
        columns + "a.png,20,20,10,6,0\na.png,200,20,10,6,0\n",
        "mark 2 of a.png",
        "lies outside of the micrograph of 64 x 48 pixels");
    assertProblem("far.csv", "image,x,y,width,height\na.png,64,2,3,4\n", "mark 1 of a.png");
  }

  @Test
  void twoImagesOfOneNumberAreAnError() {
    assertThatThrownBy(
            () ->
                read(
                    "twice.json",
                    """
                    {"images": [{"id": 1, "file_name": "a.png"}, {"id": 1, "file_name": "b.png"}],
                     "annotations": [], "categories": []}
                    """))
        .hasMessageContaining("images[1]")
        .hasMessageContaining("has the id 1 of images[0]");
  }

  private FoundSet read(String name, String text) throws IOException {
    return ResultFiles.read(Files.writeString(root.resolve(name), text), labels);
  }

  @Test
  void detectionsOfCocoAreReadByTheNumbersOfTheSet() throws IOException {
    FoundSet found =
        read(
            "found.json",
            """
            [{"image_id": 9, "category_id": 3, "bbox": [1, 2, 3, 4.5], "score": 0.25},
             {"image_id": "a.png", "bbox": [5, 6, 7, 8], "score": 1,
              "ellipse": {"center_x": 8.5, "center_y": 10, "major_axis_length": 8,
                          "minor_axis_length": 7, "orientation_deg": 90}}]
            """);
    assertThat(found.coverage()).isEqualTo(Coverage.ONLY_IMAGES_WITH_MARKS);
    Mark first = found.marks().getOrDefault("b.png", List.of()).get(0);
    assertThat(first.box()).isEqualTo(new Box(1, 2, 3, 4.5));
    assertThat(first.score()).hasValue(0.25);
    assertThat(first.defectClass()).contains("loop");
    Ellipse ellipse = found.marks().getOrDefault("a.png", List.of()).get(0).ellipse().orElseThrow();
    assertThat(ellipse.orientation()).isEqualTo(Math.PI / 2, within(1e-12));
  }

  @Test
  void aWholeCocoFileNamesItsImagesAndThoseWithoutMarksToo() throws IOException {
    FoundSet found =
        read(
            "found.json",
            """
            {"images": [{"id": 1, "file_name": "elsewhere/b.png"}, {"id": 2, "file_name": "a.tif"}],
             "categories": [{"id": 1, "name": "dot"}],
             "annotations": [{"image_id": 1, "category_id": 1, "bbox": [1, 2, 3, 4]}]}
            """);
    assertThat(found.coverage()).isEqualTo(Coverage.ALL_IMAGES_ARE_NAMED);
    assertThat(found.marks()).containsOnlyKeys("a.png", "b.png");
    assertThat(found.marks().getOrDefault("a.png", List.of())).isEmpty();
    assertThat(found.marks().getOrDefault("b.png", List.of()).get(0).score()).isEmpty();
    assertThat(found.marks().getOrDefault("b.png", List.of()).get(0).defectClass()).contains("dot");
  }

  @Test
  void tablesMayHaveBoxesCornersOrEllipses() throws IOException {
    FoundSet corners =
        read(
            "corners.csv", "\uFEFFfile_name,x1,y1,x2,y2,confidence,class\r\na,1,2,4,8,0.5,dot\r\n");
    assertThat(corners.marks().getOrDefault("a.png", List.of()))
        .containsExactly(Mark.ofBox(new Box(1, 2, 3, 6)).withClass("dot").withScore(0.5));
    FoundSet ellipses =
        read(
            "ellipses.csv",
            "image,center_x_px,center_y_px,major_axis_length_px,minor_axis_length_px,"
                + "orientation_deg,screening_probability,detection_score\nb.png,20,20,10,6,0,,3.5\n");
    Mark mark = ellipses.marks().getOrDefault("b.png", List.of()).get(0);
    assertThat(mark.box()).isEqualTo(new Box(15, 17, 10, 6));
    assertThat(mark.score()).hasValue(3.5);
  }

  @Test
  void masksAreMarksByRegionAndByValue() throws IOException {
    Path masks = root.resolve("masks");
    BufferedImage binary = image(masks.resolve("a.png"), 64, 48);
    BufferedImage values = image(masks.resolve("b.png"), 64, 48);
    for (int i = 0; i < 6; i++) {
      for (int j = 0; j < 4; j++) {
        binary.getRaster().setSample(10 + i, 20 + j, 0, 255);
        binary.getRaster().setSample(40 + j, 30 + i, 0, 255);
        // touch each other, but have values of their own
        values.getRaster().setSample(10 + i, 20 + j, 0, 1);
        values.getRaster().setSample(10 + i, 24 + j, 0, 2);
      }
    }
    ImageIO.write(binary, "png", masks.resolve("a.png").toFile());
    ImageIO.write(values, "png", masks.resolve("b.png").toFile());
    FoundSet found = ResultFiles.read(masks, labels);
    assertThat(found.marks().getOrDefault("a.png", List.of()))
        .extracting(Mark::box)
        .containsExactly(new Box(10, 20, 6, 4), new Box(40, 30, 4, 6));
    assertThat(found.marks().getOrDefault("b.png", List.of()))
        .extracting(Mark::box)
        .containsExactly(new Box(10, 20, 6, 4), new Box(10, 24, 6, 4));
    Ellipse upright = found.marks().getOrDefault("a.png", List.of()).get(1).ellipse().orElseThrow();
    assertThat(upright.centerX()).isEqualTo(42, within(1e-9));
    assertThat(upright.centerY()).isEqualTo(33, within(1e-9));
    assertThat(upright.orientation()).isEqualTo(Math.PI / 2, within(1e-9));
    assertThat(ResultFiles.readPerson(masks, labels).marks()).isEqualTo(found.marks());
  }

  @Test
  void whatCannotBeUsedSaysWhere() {
    assertProblem("found.json", "{", "is not JSON");
    assertProblem("found.json", "[{\"image_id\": 8, \"bbox\": [1, 2, 3, 4]}]", "[0]", "image_id 8");
    assertProblem("found.json", "[{\"image_id\": 7, \"bbox\": [1, 2, 3]}]", "[0]", "bbox");
    assertProblem(
        "found.json", "[{\"image_id\": 7, \"bbox\": [1, 2, 3, 4], \"score\": \"x\"}]", "score");
    assertProblem("found.csv", "image,x,y,width,height\nc.png,1,2,3,4\n", "\"c.png\"");
    assertProblem(
        "found.csv", "image,x,y,width,height\na.png,1,2,3,4\nsub/a.png,1,2,3,4\n", "in two ways");
    assertThatThrownBy(() -> ResultFiles.read(root.resolve("nothing.csv"), labels))
        .isInstanceOf(ResultFormatException.class)
        .hasMessageContaining("does not exist");
    assertThatThrownBy(
            () -> ResultFiles.read(Files.createDirectories(root.resolve("empty")), labels))
        .isInstanceOf(LabelFormatException.class)
        .hasMessageContaining("empty");
  }

  private void assertProblem(String name, String text, String... parts) {
    assertThatThrownBy(() -> read(name, text))
        .isInstanceOf(ResultFormatException.class)
        .hasMessageContaining(name)
        .hasMessageContainingAll(parts);
  }
}
