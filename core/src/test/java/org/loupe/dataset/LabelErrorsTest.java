package org.loupe.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.loupe.io.MicrographReadException;

/** Each slip in a set: the message names the file, the line and what to do. */
class LabelErrorsTest {

  @TempDir private Path folder;
  private SmallSet set;

  @BeforeEach
  void newSet() {
    set = new SmallSet(folder);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\'',
      value = {
        "1 2 3                | needs 4 numbers, has 3",
        "1 2 3 4 5            | needs 4 numbers, has 5",
        "1,5 2 3 4            | has 5; if it has decimal commas, write decimal points",
        "1 2 3 x              | \"x\" is not a finite number",
        "1 2 3 NaN            | \"NaN\" is not a finite number",
        "1 2 3 Infinity       | \"Infinity\" is not a finite number",
        "1 2 3 1e999          | \"1e999\" is not a finite number",
        "1 2 3 4d             | \"4d\" is not a finite number",
        ",1 2 3               | \"\" is not a finite number",
        "5 2 3 4              | is empty or reversed",
        "1 4 3 2              | is empty or reversed",
        "1 2 1 4              | is empty or reversed",
        "1 2 3 2              | is empty or reversed",
        "1 2 22.5 4           | leaves the micrograph of 40 x 20 pixels by 2.5 px",
        "1 2 3 52             | leaves the micrograph of 40 x 20 pixels by 12 px",
        "-3 2 3 4             | leaves the micrograph of 40 x 20 pixels by 3 px",
        "1 -2.25 3 4          | leaves the micrograph of 40 x 20 pixels by 2.25 px",
        "1 100 3 140          | leaves the micrograph of 40 x 20 pixels by 100 px",
        "1 40.5 3 41.5        | leaves the micrograph of 40 x 20 pixels by 1.5 px",
        "0 -1e308 3 1e308     | pixels by 1E+308 px",
        "-1 2 0 4             | leaves the micrograph of 40 x 20 pixels by 1 px",
      })
  void aBadLineOfABoxTextIsNamed(String line, String problem) throws IOException {
    set.image("images/a.png").text("boxes/a.txt", "1 2 3 4", "", line);
    assertProblem(folder.resolve("boxes").resolve("a.txt") + ", line 3: ", problem);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\'',
      value = {
        "0 0.5 0.5 0.1          | has 4 numbers, neither a box nor a polygon",
        "0 0.5 0.5 0.1 0.1 0.9  | has 6 numbers, neither a box nor a polygon",
        "0 .1 .1 .1 .1 .1 .1 .1 | has 8 numbers, neither a box nor a polygon",
        "0.0 0.5 0.5 0.1 0.1    | class \"0.0\" is not an integer",
        "-1 0.5 0.5 0.1 0.1     | class \"-1\" is not an integer",
        "loop 0.5 0.5 0.1 0.1   | class \"loop\" is not an integer",
        "0 0,5 0,5 0,1 0,1      | \"0,5\" is not a finite number; write digits and a decimal point",
        "0 0.5 NaN 0.1 0.1      | \"NaN\" is not a finite number",
        "0 0.5 0.5 0 0.1        | is empty or reversed",
        "0 0.5 0.5 0.1 -0.1     | is empty or reversed",
        "0 0.1 0.2 0.1 0.4 0.1 0.8 | is empty or reversed",
        "0 20 10 8 4            | in fractions of the micrograph's sides",
        "0 1.0 0.5 0.2 0.2      | leaves the micrograph of 40 x 20 pixels by 4 px",
        "0 1e308 0.5 0.2 0.2    | is empty or reversed",
        "0 0 0.5 1e308 0.2      | pixels by Infinity px",
        "0 0.5 0.5 0.5 1.5 0.7 0.6 | leaves the micrograph of 40 x 20 pixels by 10 px",
      })
  void aBadLineOfAYoloTextIsNamed(String line, String problem) throws IOException {
    set.image("a.png").text("a.txt", "0 0.5 0.5 0.1 0.1", line);
    assertProblem(folder.resolve("a.txt") + ", line 2: ", problem);
  }

  @Test
  void bothSlipsThatSwapNumbersAreExplained() throws IOException {
    set.image("images/a.png").text("boxes/a.txt", "30 5 38 15");
    assertProblem("a line is \"y1 x1 y2 x2\", in pixels", "check the order");
  }

  @Test
  void aMissingTextIsNamed() throws IOException {
    set.image("images/a.png").text("boxes/a.txt").image("images/b.png");
    assertProblem(
        folder.resolve("boxes").resolve("b.txt") + ": is missing", "write an empty file if b.png");
  }

  @Test
  void aMissingYoloTextIsNamed() throws IOException {
    set.image("a.png").text("a.txt").image("b.png");
    assertProblem(folder.resolve("b.txt") + ": is missing", "write an empty file if b.png");
  }

  @Test
  void aBoxTextWithoutMicrographIsNamed() throws IOException {
    set.image("images/a.png").text("boxes/a.txt").text("boxes/b.txt");
    assertProblem(
        folder.resolve("boxes").resolve("b.txt") + ": has no micrograph of the same name",
        "add the micrograph");
  }

  @Test
  void aYoloTextWithoutMicrographIsNamed() throws IOException {
    set.image("images/a.png").text("labels/a.txt").text("labels/b.txt", "0 0.5 0.5 0.1 0.1");
    assertProblem(
        folder.resolve("labels").resolve("b.txt") + ": has no micrograph of the same name",
        "add the micrograph");
  }

  @Test
  void aFolderForValidationWithoutAnyTextIsNamed() throws IOException {
    set.image("train/a.png").text("train/a.txt").image("val/b.png");
    assertProblem(folder.resolve("val") + ": holds micrographs but no text", "add the texts");
  }

  @Test
  void labelsInTwoPlacesAreNamed() throws IOException {
    set.image("images/a.png").text("labels/a.txt").text("polygons/a.txt");
    assertProblem(
        folder.resolve("images") + ": has labels in " + folder.resolve("labels"),
        "move one of them out");
  }

  @Test
  void twoMicrographsOfOneNameAreNamed() throws IOException {
    set.image("images/a.png").image("images/a.jpg").text("boxes/a.txt");
    assertProblem(
        folder.resolve("images").resolve("a.png") + ": has the same name as a.jpg", "rename");
  }

  @Test
  void twoYoloMicrographsOfOneNameAreNamed() throws IOException {
    set.image("a.png").image("a.jpg").text("a.txt");
    assertProblem(folder.resolve("a.png") + ": has the same name as a.jpg", "rename");
  }

  @Test
  void aTextThatIsNotUtf8IsNamedWithItsLine() throws IOException {
    byte[] bytes = "1 2 3 4\n1 2 3 4 \u00e9".getBytes(StandardCharsets.ISO_8859_1);
    set.image("images/a.png").bytes("boxes/a.txt", bytes);
    assertProblem(
        folder.resolve("boxes").resolve("a.txt") + ", line 2: is not UTF-8", "save the file");
  }

  @Test
  void aTextSavedAsUtf16IsNamed() throws IOException {
    set.image("images/a.png").bytes("boxes/a.txt", "1 2 3 4".getBytes(StandardCharsets.UTF_16));
    assertProblem(
        folder.resolve("boxes").resolve("a.txt") + ", line 1: is not UTF-8", "save the file");
  }

  @Test
  void aTextThatEndsInTheMiddleOfACharacterIsNotUtf8() throws IOException {
    set.image("images/a.png").bytes("boxes/a.txt", (byte) '1', (byte) 0xC3);
    assertProblem("line 1: is not UTF-8", "save the file");
  }

  @Test
  void aTextTooLargeForLabelsIsNamed() throws IOException {
    set.image("images/a.png").text("boxes/a.txt");
    Path text = folder.resolve("boxes").resolve("a.txt");
    try (RandomAccessFile file = new RandomAccessFile(text.toFile(), "rw")) {
      // sparse: the length alone
      file.setLength((1L << 27) + 1);
    }
    assertProblem(text + ": is larger than 134217728 bytes", "check that it is a text of labels");
  }

  @Test
  void aFolderInTheTextsPlaceIsNamed() throws IOException {
    set.image("images/a.png").text("boxes/a.txt/notes.md");
    assertProblem(folder.resolve("boxes").resolve("a.txt") + ": cannot be read", "check that");
  }

  @Test
  void aLinkThatLeadsBackIsNamed() throws IOException {
    set.image("images/a.png").text("boxes/a.txt");
    try {
      Files.createSymbolicLink(folder.resolve("images").resolve("loop"), folder);
    } catch (IOException | UnsupportedOperationException e) {
      assumeTrue(false, "skipped: no symbolic links here");
    }
    assertProblem(folder.resolve("images") + ": holds a link that leads back", "remove the link");
  }

  @Test
  void anEmptyFolderIsNoSet() {
    assertProblem(folder + ": holds no labeled set", "check that it is the folder above");
  }

  @Test
  void emptyImagesAndBoxesAreNoSet() throws IOException {
    Files.createDirectories(folder.resolve("images"));
    Files.createDirectories(folder.resolve("boxes"));
    assertProblem(folder + ": holds no labeled set", "images/ with boxes/");
  }

  @Test
  void micrographsWithoutAnyTextAreNoSet() throws IOException {
    set.image("a.png").image("b/b.png");
    assertProblem(folder + ": holds no labeled set", "YOLO texts of the same names");
  }

  @Test
  void aFileIsNoSet() throws IOException {
    set.image("a.png");
    assertThatExceptionOfType(LabelFormatException.class)
        .isThrownBy(() -> LabeledSets.open(folder.resolve("a.png")))
        .withMessageStartingWith(folder.resolve("a.png") + ": is a file; name the folder");
  }

  @Test
  void aFolderThatIsNotThereIsNamed() {
    assertThatExceptionOfType(LabelFormatException.class)
        .isThrownBy(() -> LabeledSets.open(folder.resolve("absent")))
        .withMessage(folder.resolve("absent") + ": does not exist; check the path");
  }

  @Test
  void aMicrographThatDoesNotReadIsNamed() throws IOException {
    set.bytes("images/a.png", (byte) 1, (byte) 2).text("boxes/a.txt");
    assertThatExceptionOfType(MicrographReadException.class)
        .isThrownBy(set::open)
        .withMessageStartingWith(folder.resolve("images").resolve("a.png") + ": ");
  }

  @Test
  void aMicrographCutShortIsNamed() throws IOException {
    set.image("images/a.png", 200, 200).text("boxes/a.txt");
    Path image = folder.resolve("images").resolve("a.png");
    byte[] bytes = Files.readAllBytes(image);
    set.bytes("images/a.png", Arrays.copyOf(bytes, bytes.length / 2));
    assertThatExceptionOfType(MicrographReadException.class)
        .isThrownBy(set::open)
        .withMessageStartingWith(image + ": ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"image", "series", "image series", "Image\tseries", ""})
  void anIndexWithoutTheColumnsIsNamed(String header) throws IOException {
    set.image("images/a.png").text("boxes/a.txt").text("index.tsv", header, "a.png");
    assertProblem(
        folder.resolve("index.tsv") + ", line 1: needs the columns image and series",
        "name the columns, with tabs");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "b.png;s | names \"b.png\", which is no micrograph of the set; remove the line",
        "a.png   | has 1 columns, the first line has 2; put tabs",
        "a.png;t | names images/a.png a second time; leave one line",
      })
  void aBadLineOfTheIndexIsNamed(String line, String problem) throws IOException {
    set.image("images/a.png").text("boxes/a.txt");
    set.text("index.tsv", "image\tseries", "a.png\ts", line.replace(';', '\t'));
    assertProblem(folder.resolve("index.tsv") + ", line 3: ", problem);
  }

  @Test
  void aMicrographThatTheIndexForgetsIsNamed() throws IOException {
    set.image("images/a.png").text("boxes/a.txt").image("images/b.png").text("boxes/b.txt");
    set.text("index.tsv", "image\tseries", "a.png\ts");
    assertProblem(folder.resolve("index.tsv") + ": has no line for images/b.png", "add one");
  }

  @Test
  void aFileNameThatMeansTwoMicrographsIsNamed() throws IOException {
    set.image("x/a.png").text("x/a.txt").image("y/a.png").text("y/a.txt");
    set.text("index.tsv", "image\tseries", "a.png\ts");
    assertProblem(
        folder.resolve("index.tsv") + ", line 2: names \"a.png\", which may be any of",
        "write the folder with it");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      value = {
        "{'id': 1} | images[1]: has the id 1 of an image above",
        "{'id': 1.5, 'file_name': 'a.png'} | images[1]: needs an id",
        "{'id': 2} | images[1]: has no file_name",
        "{'id': 2, 'file_name': ' '} | images[1]: has no file_name",
        "{'id': 2, 'file_name': 'b.png'} | images[1]: file_name \"b.png\" is no micrograph",
        "{'id': 2, 'file_name': '../a.png'} | images[1]: file_name \"../a.png\" is no micrograph",
        "{'id': 2, 'file_name': 'a\\u0000.png'} | is not a path; correct it",
        "{'id': 2, 'file_name': './a.png'} | a second time; join the two entries",
      })
  void aBadImageOfACocoFileIsNamed(String image, String problem) throws IOException {
    coco("{'id': 1, 'file_name': 'a.png'}, " + image, "");
    assertProblem(folder.resolve("set.json") + ", images[1]: ", problem);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      value = {
        "{'image_id': 9, 'bbox': [1, 2, 3, 4]} | image_id 9, which is not in images",
        "{'bbox': [1, 2, 3, 4]} | needs an image_id",
        "{'image_id': 1} | needs a bbox of four finite numbers",
        "{'image_id': 1, 'bbox': [1, 2, 3]} | needs a bbox of four finite numbers",
        "{'image_id': 1, 'bbox': [1, 2, 3, '4']} | needs a bbox of four finite numbers",
        "{'image_id': 1, 'bbox': [1, 2, 3, 1e999]} | needs a bbox of four finite numbers",
        "{'image_id': 1, 'bbox': [1, 2, 0, 4]} | is empty or reversed",
        "{'image_id': 1, 'bbox': [1, 2, 3, -4]} | is empty or reversed",
        "{'image_id': 1, 'bbox': [1, 2, 50, 4]} | pixels by 11 px; check",
        "{'image_id': 1, 'bbox': [1, 2, 3, 4], 'iscrowd': 1} | marks a crowd",
      })
  void aBadAnnotationOfACocoFileIsNamed(String annotation, String problem) throws IOException {
    coco("{'id': 1, 'file_name': 'a.png'}", "{'image_id': 1, 'bbox': [1, 2, 3, 4]}, " + annotation);
    assertProblem(folder.resolve("set.json") + ", annotations[1]: ", problem);
  }

  @ParameterizedTest
  @ValueSource(strings = {"../a.png", "images/../../a.png"})
  void aCocoImageOutsideOfTheSetIsNamed(String name) throws IOException {
    String json = "{\"images\": [{\"id\": 1, \"file_name\": \"NAME\"}], \"annotations\": []}";
    set.image("a.png").text("set/set.json", json.replace("NAME", name));
    assertThatExceptionOfType(LabelFormatException.class)
        .isThrownBy(() -> LabeledSets.open(folder.resolve("set")))
        .withMessageContaining("images[0]: file_name \"" + name + "\" is no micrograph");
  }

  @Test
  void aCocoImageOfAnotherSizeIsNamed() throws IOException {
    coco("{'id': 1, 'file_name': 'a.png', 'width': 40, 'height': 21}", "");
    assertProblem("images[0]: says height 21, the micrograph has 20", "use the labeled one");
  }

  @Test
  void jsonCutShortIsNamedWithItsLine() throws IOException {
    set.image("a.png").text("set.json", "{\"images\": [],", " \"annotations\": [");
    assertProblem(folder.resolve("set.json") + ", line 2: is not JSON", "export the labels again");
  }

  @Test
  void twoCocoFilesAreNamed() throws IOException {
    coco("{'id': 1, 'file_name': 'a.png'}", "");
    Files.copy(folder.resolve("set.json"), folder.resolve("train.json"));
    assertProblem(folder + ": holds more than one COCO file", "leave one");
  }

  @Test
  void aStackIsNoMicrographOfASet() throws IOException {
    set.stack("images/a.tif", 2).text("boxes/a.txt");
    assertProblem(
        folder.resolve("images").resolve("a.tif") + ": holds 2 frames", "save that frame");
  }

  private void coco(String images, String annotations) throws IOException {
    String json = "{'images': [" + images + "], 'annotations': [" + annotations + "]}";
    set.image("a.png").text("set.json", json.replace('\'', '"'));
  }

  private void assertProblem(String place, String problem) {
    assertThatExceptionOfType(LabelFormatException.class)
        .isThrownBy(set::open)
        .satisfies(e -> assertThat(e.getMessage()).contains(place).contains(problem));
  }
}
