package org.loupe.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Ellipse2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each slip in labels of other programs: the message names the file, the place and the remedy. */
class ImportErrorsTest {

  private static final LabelImportSettings DEFAULTS = LabelImportSettings.defaults();

  @TempDir private Path folder;
  private SmallSet set;

  @BeforeEach
  void newSet() throws IOException {
    set = new SmallSet(folder).image("images/a.png");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      value = {
        "20,10,5,6,0   | axes must satisfy 0 < minor <= major, were 6.0 and 5.0",
        "20,10,5,0,0   | axes must satisfy 0 < minor <= major, were 0.0 and 5.0",
        "20,10,x,4,0   | \"x\" is not a finite number",
        "20,10,5,4,NaN | \"NaN\" is not a finite number",
        "20,10,5,4,    | \"\" is not a finite number",
        "200,10,5,4,0  | is not in the micrograph of 40 x 20 pixels; check the unit",
        "200,10,5,4,0  | give the pixels in a unit of the table with --scale",
        "20,10,5,4     | has 4 columns, the first line has 5; if it has decimal commas",
        "20,5,10,2,5,5,4,5,0,0 | has 10 columns, the first line has 5; if it has decimal commas",
      })
  void aBadRowOfAnImageJTableIsNamed(String row, String problem) throws IOException {
    set.text("labels/a.csv", "X,Y,Major,Minor,Angle", "20,10,5,4,0", row);
    assertProblem("labels", folder.resolve("labels").resolve("a.csv") + ", line 3: ", problem);
  }

  @Test
  void decimalCommasBetweenTabsAreNamed() throws IOException {
    set.text("labels/a.xls", "X\tY\tMajor\tMinor\tAngle", "20,5\t10\t5\t4\t0");
    assertProblem(
        "labels", "a.xls, line 2: \"20,5\" is not a finite number", "a decimal point, as 12.5");
  }

  @Test
  void aTableWithoutEllipsesSaysWhatToMeasure() throws IOException {
    set.text("labels/a.csv", " ,Area,Mean", "1,20,3");
    assertProblem("labels", "a.csv, line 1: lacks the columns", "Set Measurements");
  }

  @Test
  void aRowOfAnotherMicrographIsNamed() throws IOException {
    set.text("Results.csv", "Label,BX,BY,Width,Height", "a.png,1,1,5,5", "c.png,1,1,5,5");
    assertProblem(
        "Results.csv", "Results.csv, line 3: has the Label \"c.png\"", "add it or remove the row");
  }

  @Test
  void aRowOfAnotherMicrographIsNamedWhereverItStands() throws IOException {
    set.text("Results.csv", "Label,BX,BY,Width,Height", "c.png,1,1,5,5", "a.png,1,1,5,5");
    assertProblem("Results.csv", "Results.csv, line 2: has the Label \"c.png\"", "remove the row");
  }

  @Test
  void aClassWhoseLineIsEmptyIsNamed() throws IOException {
    set.text("texts/a.txt", "1 0.5 0.5 0.2 0.2").text("texts/classes.txt", "loop", "", "dot");
    assertProblem("texts", "a.txt, line 1: has the class 1", "is empty; name it");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[2, 4] | [2, 3, 3] | has a mask of 4 x 2 pixels, the micrograph has 40 x 20",
        "[65536, 65536] | [0, 4294967296] | covers 65536 x 65536 pixels"
      })
  void aMaskOfAnotherSizeIsNamed(String size, String counts, String problem) throws IOException {
    set.text(
        "labels.json",
        ("{'images': [{'id': 1, 'file_name': 'a.png'}], 'categories': [{'id': 7, 'name': 'loop'}],"
                + " 'annotations': [{'id': 3, 'image_id': 1, 'category_id': 7, 'segmentation':"
                + " {'size': "
                + size
                + ", 'counts': "
                + counts
                + "}}]}")
            .replace('\'', '"'));
    assertProblem("labels.json", "annotations[0]", problem);
  }

  @Test
  void anExcelWorkbookIsNamed() throws IOException {
    set.bytes("labels/a.xls", "PK\u0003\u0004rest".getBytes(StandardCharsets.ISO_8859_1));
    assertProblem("labels", "a.xls: is an Excel workbook", "save the sheet as CSV");
  }

  @ParameterizedTest
  @CsvSource({"labels/a.csv", "texts/a.txt", "xml/a.xml", "labels.json"})
  void anyTextInUtf16IsNamed(String file) throws IOException {
    set.bytes(file, "X,Y,Major,Minor,Angle\n".getBytes(StandardCharsets.UTF_16));
    assertProblem(file, ", line 1: is not UTF-8 but UTF-16", "save the file as UTF-8 text");
    set.bytes(file, "X,Y,Major,Minor,Angle\n".getBytes(StandardCharsets.UTF_16LE));
    assertProblem(file, ", line 1: is not UTF-8 but UTF-16", "save the file as UTF-8 text");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      value = {
        "'bbox': [1, 2, 300, 4] | annotations[1]: box from x 1, y 2 to x 301, y 6 leaves",
        "'bbox': [1, 2, 0, 4] | annotations[1]: box from x 1, y 2 to x 1, y 6 is empty",
        "'bbox': [1, 2, 3] | annotations[1]: needs a bbox of four finite numbers",
        "'area': 3 | annotations[1]: needs a bbox of four finite numbers",
        "'bbox': [1, 2, 3, 4], 'id': 1 | annotations[1]: has the id 1 of annotations[0]",
        "'bbox': [1, 2, 3, 4], 'category_id': 9 | annotations[1]: has the category_id 9, which",
        "'bbox': [1, 2, 3, 4], 'category_id': null | annotations[1]: has the category_id of none",
        "'bbox': [1, 2, 3, 4], 'iscrowd': 1 | annotations[1]: marks a crowd",
        "'segmentation': [[1, 2, 3, 4]] | annotations[1]: has a segmentation that cannot be used",
        "'segmentation': [[1, 2, 3, 4, 5, 'x']] | a list of at least 6 finite numbers",
        "'segmentation': [[1, 2, 3, 4, 90, 9]] | annotations[1]: has a segmentation that cannot be"
            + " used: box from x 1, y 2 to x 90",
        "'segmentation': {'size': [20, 40], 'counts': [3, 4]} | runs of 7 pixels in all",
        "'segmentation': {'size': [20, 40], 'counts': 'oooooo'} | cut short or damaged",
        "'segmentation': {'size': [0, 40], 'counts': []} | a mask's size is [height, width]",
        "'ellipse': {'center_x': 3} | annotations[1]: needs five finite numbers in its ellipse",
      })
  void aBadAnnotationOfACocoFileIsNamed(String annotation, String problem) throws IOException {
    String extra =
        (annotation.contains("'id'") ? "" : "'id': 2, ")
            + (annotation.contains("category_id") ? "" : "'category_id': 1, ");
    set.text(
        "labels.json",
        ("{'images': [{'id': 1, 'file_name': 'a.png', 'width': 40, 'height': 20}],"
                + "'categories': [{'id': 1, 'name': 'loop'}],"
                + "'annotations': [{'id': 1, 'image_id': 1, 'category_id': 1,"
                + " 'bbox': [1, 1, 5, 5]}, {'image_id': 1, "
                + extra
                + annotation
                + "}]}")
            .replace('\'', '"'));
    assertProblem("labels.json", folder.resolve("labels.json") + ", ", problem);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      value = {
        "{'id': 1, 'file_name': 'a.png', 'width': 80} | images[0]: says width 80, the micrograph",
        "{'id': 1, 'file_name': 'c.png'} | images[0]: file_name \"c.png\" is no micrograph",
        "{'id': 1} | images[0]: has no file_name",
        "{'file_name': 'a.png'} | images[0]: needs an id",
      })
  void aBadImageOfACocoFileIsNamed(String image, String problem) throws IOException {
    set.text("labels.json", ("{'images': [" + image + "], 'annotations': []}").replace('\'', '"'));
    assertProblem("labels.json", folder.resolve("labels.json") + ", ", problem);
  }

  @Test
  void brokenJsonIsNamedWithItsLine() throws IOException {
    set.text("labels.json", "{'images': [],".replace('\'', '"'), "\"annotations\" []}");
    assertProblem("labels.json", "labels.json, line 2: is not JSON", "export the labels again");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      value = {
        "'name': 'rect', 'x': 1, 'y': 1, 'width': 90, 'height': 2 | leaves the micrograph",
        "'name': 'rect', 'x': 1, 'y': 1, 'width': 0, 'height': 2 | is empty or reversed",
        "'name': 'rect', 'x': '1,5', 'y': 1, 'width': 3, 'height': 2 | needs a finite number x",
        "'name': 'circle', 'cx': 90, 'cy': 1, 'r': 2 | is not in the micrograph",
        "'name': 'circle', 'cx': 9, 'cy': 1, 'r': 0 | axes must satisfy 0 < minor",
        "'name': 'point', 'cx': 9, 'cy': 1 | is a \"point\", which has no area",
        "'name': 'polygon', 'all_points_x': [1, 2], 'all_points_y': [1, 2] | at least 3",
      })
  void aBadRegionOfAViaFileIsNamed(String shape, String problem) throws IOException {
    set.text(
        "via.json",
        ("{'k': {'filename': 'a.png', 'regions': [{'shape_attributes': {'name': 'rect', 'x': 1,"
                + " 'y': 1, 'width': 3, 'height': 3}}, {'shape_attributes': {"
                + shape
                + "}}]}}")
            .replace('\'', '"'));
    assertProblem("via.json", "via.json, image \"k\", regions[1]: ", problem);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      value = {
        "<xmin>1</xmin><ymin>1</ymin><xmax>99</xmax><ymax>9</ymax> | line 3: box from x 0, y 0",
        "<xmin>9</xmin><ymin>1</ymin><xmax>8</xmax><ymax>9</ymax> | line 3: box from x 8, y 0",
        "<xmin>1,5</xmin><ymin>1</ymin><xmax>9</xmax><ymax>9</ymax> | line 5: \"1,5\" is not a",
        "<xmin>1</xmin><ymin>1</ymin><xmax>9</xmax> | line 3: has an object without ymax",
        "<xmin>&x;</xmin> | line 5: has a document type or an entity",
        "<xmin> | is not well-formed XML",
      })
  void aBadObjectOfAVocFileIsNamed(String box, String problem) throws IOException {
    set.text(
        "xml/a.xml",
        "<annotation>",
        "<size><width>40</width><height>20</height></size>",
        "<object>",
        "<name>loop</name>",
        "<bndbox>" + box + "</bndbox></object></annotation>");
    assertProblem("xml", "a.xml, line ", problem);
  }

  /** Of two boxes of one object the first was lost. */
  @Test
  void aSecondBoxOfAVocObjectIsNamed() throws IOException {
    set.text(
        "xml/a.xml",
        "<annotation><object><name>loop</name>",
        "<bndbox><xmin>1</xmin><ymin>1</ymin><xmax>9</xmax><ymax>9</ymax></bndbox>",
        "<bndbox><xmin>11</xmin><ymin>1</ymin><xmax>19</xmax><ymax>9</ymax></bndbox>",
        "</object></annotation>");
    assertProblem("xml", "a.xml, line 3: has a second xmin in one object", "line 2; give each box");
    set.text(
        "xml/a.xml",
        "<annotation><object><name>loop</name>",
        "<name>dot</name>",
        "<bndbox><xmin>1</xmin><ymin>1</ymin><xmax>9</xmax><ymax>9</ymax></bndbox>",
        "</object></annotation>");
    assertProblem(
        "xml", "a.xml, line 2: has a second name in one object", "the first is in line 1");
  }

  /** The edge of a drawing with antialiasing came in as dozens of labels of a pixel or two. */
  @Test
  void aMaskWithSoftEdgesIsRefused() throws IOException {
    BufferedImage mask = new BufferedImage(40, 20, BufferedImage.TYPE_BYTE_GRAY);
    Graphics2D pen = mask.createGraphics();
    pen.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    pen.fill(new Ellipse2D.Double(4.3, 3.2, 12, 12));
    pen.fill(new Ellipse2D.Double(22.1, 5.6, 14, 9));
    pen.dispose();
    set.image("masks/a.png");
    ImageIO.write(mask, "png", folder.resolve("masks").resolve("a.png").toFile());
    assertProblem("masks", "a.png: has soft edges: ", "set a threshold");
    for (int i = 0; i < 800; i++) {
      int value = mask.getRaster().getSample(i % 40, i / 40, 0);
      mask.getRaster().setSample(i % 40, i / 40, 0, value < 128 ? 0 : 255);
    }
    ImageIO.write(mask, "png", folder.resolve("masks").resolve("a.png").toFile());
    assertThat(
            LabelImport.read(folder.resolve("masks"), DEFAULTS)
                .set()
                .micrographs()
                .get(0)
                .annotations())
        .hasSize(2);
  }

  @Test
  void aDocumentTypeIsRefusedAndOpensNoFile() throws IOException {
    set.text("secret.txt", "1");
    set.text(
        "xml/a.xml",
        "<?xml version=\"1.0\"?>",
        "<!DOCTYPE annotation [<!ENTITY x SYSTEM \""
            + folder.resolve("secret.txt").toUri()
            + "\">]>",
        "<annotation><object><name>&x;</name></object></annotation>");
    assertProblem("xml", "a.xml, line ", "has a document type or an entity");
  }

  @Test
  void aVocSizeThatIsNotTheMicrographsIsNamed() throws IOException {
    set.text("xml/a.xml", "<annotation>", "<size><width>80</width></size></annotation>");
    assertProblem("xml", "a.xml, line 2: says width 80, the micrograph has 40", "resized");
  }

  @Test
  void aMaskOfAnotherSizeIsNamed() throws IOException {
    set.image("masks/a.png", 41, 20);
    assertProblem("masks", "a.png: has 41 x 20 pixels, the micrograph has 40 x 20", "drawn on");
  }

  @Test
  void aMaskAsJpegIsRefused() throws IOException {
    set.image("masks/a.jpg");
    assertProblem("masks", "a.jpg: is a JPEG", "save the mask as PNG or TIFF");
  }

  @Test
  void aClassWithoutNameInClassesIsNamed() throws IOException {
    set.text("texts/a.txt", "0 .5 .5 .2 .2", "3 .5 .5 .2 .2").text("texts/classes.txt", "loop");
    assertProblem("texts", "a.txt, line 2: has the class 3, and classes.txt names 1", "add the");
  }

  @Test
  void aClassThatNoLabelHasIsNamed() throws IOException {
    set.text("texts/a.txt", "0 .5 .5 .2 .2");
    assertThatExceptionOfType(LabelFormatException.class)
        .isThrownBy(
            () ->
                LabelImport.read(
                    folder.resolve("texts"), DEFAULTS.withOnlyClasses(List.of("loop"))))
        .withMessageContaining("has no label of class \"loop\"; its classes are [0]");
  }

  @Test
  void labelsWithoutMicrographAreNamed() throws IOException {
    set.text("texts/b.txt", "0 .5 .5 .2 .2");
    assertProblem("texts", "b.txt: has no micrograph of the same name", "--images FILE");
  }

  @Test
  void labelsOfOneMicrographInTwoFilesAreNamed() throws IOException {
    set.text("texts/a.txt", "0 .5 .5 .2 .2").text("texts/more/a.txt", "0 .5 .5 .2 .2");
    assertProblem("texts", "has labels of ", "in two files");
  }

  @Test
  void labelsThatMayBelongToSeveralMicrographsAreNamed() throws IOException {
    set.image("images/x/b.png").image("images/y/b.png").text("texts/b.txt", "0 .5 .5 .2 .2");
    assertProblem("texts", "b.txt: may belong to any of", "rename or remove all but one");
  }

  @Test
  void labelsOfNoKnownFormatSayTheFormats() throws IOException {
    set.text("notes.txt", "hello there");
    assertProblem("notes.txt", "is of no format that is recognized", "--format boxes|");
    set.text("mixed/a.txt", "0 .5 .5 .2 .2").text("mixed/a.xml", "<annotation/>");
    assertProblem("mixed", "holds labels of several formats: yolo, voc", "--format");
  }

  @Test
  void labelsWithoutMicrographsAroundThemSayHowToNameThem(@TempDir Path bare) throws IOException {
    Files.writeString(bare.resolve("a.txt"), "0 .5 .5 .2 .2");
    assertThatExceptionOfType(LabelFormatException.class)
        .isThrownBy(() -> LabelImport.read(bare, DEFAULTS))
        .withMessageContaining("name their folder: --images");
  }

  @ParameterizedTest
  @CsvSource({
    "3, which has no area",
    "10, which has no area",
    "5, which has no area",
    "6, which has no area",
  })
  void aSelectionWithoutAreaIsNamed(int type, String problem) throws IOException {
    set.bytes("rois/a.roi", roi(type, 3, 5, 9, 25).array());
    assertProblem("rois", "a.roi: is a selection of kind", problem);
  }

  @Test
  void aSelectionOutsideTheMicrographIsNamed() throws IOException {
    set.bytes("rois/a.roi", roi(1, 3, 5, 9, 95).array());
    assertProblem("rois", "a.roi: box from x 5, y 3 to x 95, y 9 leaves the micrograph", "check");
    set.bytes("rois/a.roi", roi(1, 3, 5, 3, 25).array());
    assertProblem("rois", "a.roi: box from x 5, y 3 to x 25, y 3 is empty", "must lie");
  }

  @Test
  void aSelectionOfAnotherImageOfAStackIsNamed() throws IOException {
    set.bytes("rois/a.roi", roi(1, 3, 5, 9, 25).putInt(56, 4).array());
    assertProblem("rois", "a.roi: belongs to image 4 of a stack", "apart");
  }

  @Test
  void aSelectionCutShortAnywhereIsATypedError() throws IOException {
    ByteBuffer whole = roi(0, 3, 5, 9, 25).putShort(16, (short) 3);
    for (int length = 0; length < whole.limit(); length++) {
      byte[] part = new byte[length];
      whole.get(0, part);
      set.bytes("rois/a.roi", part);
      assertProblem("rois", "a.roi: ", "again");
    }
    set.bytes("rois/a.zip", "PK no zip".getBytes(StandardCharsets.US_ASCII));
    Files.delete(folder.resolve("rois").resolve("a.roi"));
    assertProblem("rois", "a.zip: is no zip, or damaged", "ROI Manager");
  }

  @Test
  void aFolderThatHoldsFilesIsNotWrittenInto() throws IOException {
    set.text("texts/a.txt", "0 .5 .5 .2 .2");
    LabeledSet read = LabelImport.read(folder.resolve("texts"), DEFAULTS).set();
    assertThatExceptionOfType(LabelFormatException.class)
        .isThrownBy(() -> NativeSet.write(read, PixelSizeIndex.none(), folder))
        .withMessage(folder + ": is not empty; choose another folder");
  }

  @Test
  void runsThatEndOutsideTheirImageAreRefused() {
    assertThat(new ColumnRuns(2, 2, new long[] {4}).outline()).isEmpty();
    assertThat(new ColumnRuns(2, 2, new long[] {0, 4}).outline()).hasSize(1);
    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(() -> new ColumnRuns(2, 2, new long[] {5, -1}));
  }

  private void assertProblem(String labels, String place, String problem) {
    assertThatExceptionOfType(LabelFormatException.class)
        .isThrownBy(() -> LabelImport.read(folder.resolve(labels), DEFAULTS))
        .withMessageContaining(place)
        .withMessageContaining(problem);
  }

  private static ByteBuffer roi(int type, int top, int left, int bottom, int right) {
    return ByteBuffer.wrap(new byte[76])
        .put(0, "Iout".getBytes(StandardCharsets.US_ASCII))
        .putShort(4, (short) 228)
        .put(6, (byte) type)
        .putShort(8, (short) top)
        .putShort(10, (short) left)
        .putShort(12, (short) bottom)
        .putShort(14, (short) right);
  }
}
