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
