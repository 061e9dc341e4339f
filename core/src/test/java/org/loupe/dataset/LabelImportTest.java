package org.loupe.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.loupe.geometry.Box;
import org.loupe.geometry.Ellipse;
import org.loupe.geometry.Point;
import org.loupe.geometry.Polygon;

/** What each format means; what is wrong with labels is in {@link ImportErrorsTest}. */
class LabelImportTest {

  private static final LabelImportSettings DEFAULTS = LabelImportSettings.defaults();

  /** A few roundings of numbers below 100. */
  private static final double ROUNDING = 1e-9;

  @TempDir private Path folder;
  private SmallSet set;

  @BeforeEach
  void newSet() throws IOException {
    set = new SmallSet(folder).image("images/a.png");
  }

  @Test
  void imageJTablesHoldFullAxesAndAnglesCounterClockwise() throws IOException {
    set.text(
        "labels/a.csv",
        " ,Area,X,Y,XM,YM,Major,Minor,Angle",
        "1,50,20.5,10.25,21,11,12,6,150",
        "2,50,10,10,10,10,4,4,180");
    assertThat(read("labels").annotations())
        .extracting(Annotation::ellipse)
        .containsExactly(
            Optional.of(new Ellipse(20.5, 10.25, 12, 6, Math.toRadians(150))),
            Optional.of(new Ellipse(10, 10, 4, 4, 0)));
  }

  @Test
  void imageJTablesWithTabsAndTheCenterOfMassAloneAreRead() throws IOException {
    set.text(
        "labels/a.xls", " \tXM\tYM\tMajor\tMinor\tAngle\tclass", "1\t21\t11\t8\t6\t0\tdot", "");
    assertThat(read("labels").annotations())
        .containsExactly(
            new Annotation(
                new Box(17, 8, 8, 6),
                Optional.of(new Ellipse(21, 11, 8, 6, 0)),
                List.of(),
                Optional.of("dot")));
  }

  @Test
  void lengthsOfImageJTablesAreScaledAndAnglesAreNot() throws IOException {
    set.text("labels/a.csv", "X,Y,Major,Minor,Angle", "10,5,4,2,30");
    Annotation mark =
        LabelImport.read(folder.resolve("labels"), DEFAULTS.withPixelsPerUnit(2))
            .set()
            .micrographs()
            .get(0)
            .annotations()
            .get(0);
    Marks.assertSame(
        mark.ellipse().orElseThrow(), new Ellipse(20, 10, 8, 4, Math.toRadians(30)), ROUNDING);
  }

  @Test
  void theBoundingRectangleOfAnImageJTableIsTheBox() throws IOException {
    set.text("labels/a.csv", "X,Y,BX,BY,Width,Height,Major,Minor,Angle", "20,10,15,7,11,6,12,6,0");
    assertThat(read("labels").annotations().get(0).box()).isEqualTo(new Box(15, 7, 11, 6));
    set.text("labels/a.csv", "BX,BY,Width,Height", "15,7,11,6");
    assertThat(read("labels").annotations()).containsExactly(marked(new Box(15, 7, 11, 6)));
  }

  @Test
  void labelsOfAnImageJTableNameTheMicrographAndSummariesAreNoted() throws IOException {
    set.image("images/b.png");
    set.text(
        "Results.csv",
        ",Label,X,Y,Major,Minor,Angle",
        "1,b.png:0001-0010,10,10,4,2,0",
        "2,\"a.png:x,y\",12,10,4,2,0",
        "3,b.png,14,10,4,2,0",
        "4,Mean,12,10,4,2,0",
        "5,SD,2,0,0,0,0");
    ImportedSet read = LabelImport.read(folder.resolve("Results.csv"), DEFAULTS);
    assertThat(read.set().micrographs())
        .extracting(m -> m.name() + " " + m.annotations().size())
        .containsExactly("images/a.png 1", "images/b.png 2");
    assertThat(read.notes()).containsExactly("2 rows of means (Mean, SD, Min, Max) are left out");
  }

  @Test
  void aTableOfAnyNameBelongsToTheMicrographThatIsNamedForIt() throws IOException {
    set.text("labels/Results.csv", "X,Y,Major,Minor,Angle", "10,5,4,2,30");
    ImportedSet read =
        LabelImport.read(
            folder.resolve("labels").resolve("Results.csv"),
            DEFAULTS.withImages(folder.resolve("images").resolve("a.png")));
    assertThat(read.set().micrographs()).singleElement().extracting("name").isEqualTo("a.png");
  }

  @Test
  void anOvalSelectionIsAnEllipse() throws IOException {
    set.bytes("rois/a.roi", roi(2, 3, 5, 9, 25).array());
    assertThat(read("rois").annotations())
        .containsExactly(
            new Annotation(
                new Box(5, 3, 20, 6),
                Optional.of(new Ellipse(15, 6, 20, 6, 0)),
                List.of(),
                Optional.of("defect")));
  }

  @Test
  void aRectangleSelectionIsABox() throws IOException {
    set.bytes("rois/a.roi", roi(1, 3, 5, 9, 25).array());
    assertThat(read("rois").annotations()).containsExactly(marked(new Box(5, 3, 20, 6)));
  }

  /** Coordinates beyond 32,767 were negative, and their selections refused. */
  @Test
  void aSelectionFarToTheRightIsWhereImageJHasIt() throws IOException {
    set.image("images/a.png", 40_000, 20);
    set.bytes("rois/a.roi", roi(1, 3, 39_000, 9, 39_020).array());
    assertThat(read("rois").annotations()).containsExactly(marked(new Box(39_000, 3, 20, 6)));
  }

  /** Old zip programs write names in a code page of their own: such a zip was called damaged. */
  @Test
  void aZipWithNamesOfAnOldCodePageIsRead() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes, StandardCharsets.ISO_8859_1)) {
      zip.putNextEntry(new ZipEntry("gr\u0081n 1.roi")); // u with two dots in code page 437
      zip.write(roi(1, 3, 5, 9, 25).array());
      zip.closeEntry();
    }
    set.bytes("rois/a.zip", bytes.toByteArray());
    assertThat(read("rois").annotations()).containsExactly(marked(new Box(5, 3, 20, 6)));
  }

  @Test
  void aPolygonSelectionIsAnOutlineFromTheCornerOfItsBounds() throws IOException {
    ByteBuffer roi = roi(0, 3, 5, 9, 25).putShort(16, (short) 3);
    short[] numbers = {0, 0, 20, 0, 6, 6}; // x 0 0 20, y 0 6 6: counter-clockwise on screen
    roi.position(64);
    for (short number : numbers) {
      roi.putShort(number);
    }
    byte[] all = new byte[roi.capacity()];
    roi.get(0, all);
    set.bytes("rois/a.roi", all);
    assertThat(read("rois").annotations())
        .containsExactly(
            new Annotation(
                new Box(5, 3, 20, 6),
                Optional.empty(),
                List.of(polygon(25, 9, 5, 9, 5, 3)),
                Optional.of("defect")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"[2, 3, 3]", "'233'"})
  void cocoRunsGoColumnByColumn(String counts) throws IOException {
    // 2 rows and 4 columns: both pixels of the second column, the upper one of the third
    set.image("images/a.png", 4, 2);
    set.text("labels.json", coco("'segmentation': {'size': [2, 4], 'counts': " + counts + "}"));
    Annotation mark = read("labels.json").annotations().get(0);
    assertThat(mark.outline()).containsExactly(polygon(3, 0, 3, 1, 2, 1, 2, 2, 1, 2, 1, 0));
    assertThat(mark.box()).isEqualTo(new Box(1, 0, 2, 2));
  }

  @ParameterizedTest
  @ValueSource(strings = {"[1, 1, 1, 1, 2, 2]", "'111011'"})
  void partsOfACocoMaskAreOneLabel(String counts) throws IOException {
    // the short form's fourth length is 1 - 1, the fifth 2 - 1, the sixth 2 - 1
    set.image("images/a.png", 4, 2);
    set.text("labels.json", coco("'segmentation': {'size': [2, 4], 'counts': " + counts + "}"));
    Annotation mark = read("labels.json").annotations().get(0);
    assertThat(mark.outline())
        .containsExactlyInAnyOrder(
            polygon(2, 1, 2, 2, 0, 2, 0, 1), polygon(4, 0, 4, 2, 3, 2, 3, 0));
  }

  @Test
  void theShortFormHoldsLongRunsAndDifferences() {
    // 20 = 0b10100 needs a second character, or its fifth bit would be a sign: 52 and 0
    assertThat(ColumnRuns.unpacked("d0")).containsExactly(20);
    // the fourth is relative to the second: 3 - 2, as 30 = 0b11110 with the sign bit
    assertThat(ColumnRuns.unpacked("535N")).containsExactly(5, 3, 5, 1);
    // 1000 = 31·32 + 8: 8 with "more" is 40, 31 would be a sign without a third character
    assertThat(ColumnRuns.unpacked("Xo0")).containsExactly(1000);
  }

  @Test
  void cocoKeepsBoxesPolygonsAndClasses() throws IOException {
    set.text(
        "labels.json",
        coco("'segmentation': [[2, 3, 2, 8, 9, 8]]", "'bbox': [2, 3, 7, 5], 'category_id': 7"));
    assertThat(read("labels.json").annotations())
        .containsExactly(
            new Annotation(
                new Box(2, 3, 7, 5),
                Optional.empty(),
                List.of(polygon(9, 8, 2, 8, 2, 3)),
                Optional.of("loop")));
  }

  @Test
  void aCrowdIsTakenWhereAsked() throws IOException {
    set.text("labels.json", coco("'segmentation': [[2, 3, 2, 8, 9, 8]]", "'iscrowd': 1"));
    assertThat(
            LabelImport.read(
                    folder.resolve("labels.json"),
                    DEFAULTS.withCrowds(LabelImportSettings.Crowds.TAKEN))
                .set()
                .micrographs()
                .get(0)
                .annotations())
        .hasSize(1);
  }

  @Test
  void yoloClassesHaveTheirNames() throws IOException {
    set.text("texts/a.txt", "1 0.5 0.5 0.2 0.2", "0 0.1 0.1 0.3 0.1 0.3 0.4");
    set.text("texts/classes.txt", "loop", "black dot");
    assertThat(read("texts").annotations())
        .extracting(a -> a.defectClass().orElse(""), a -> a.outline().size())
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("black dot", 0),
            org.assertj.core.groups.Tuple.tuple("loop", 1));
  }

  @Test
  void viaShapesAreReadAndTurnClockwise() throws IOException {
    set.text(
        "via.json",
        ("{'_via_settings': {}, '_via_img_metadata': {'a.png999': {'filename': 'a.png',"
                + "'size': 999, 'regions': ["
                + region("'name': 'rect', 'x': 1, 'y': 2, 'width': 3, 'height': 4", "'class': 'r'")
                + ","
                + region("'name': 'circle', 'cx': 10, 'cy': 10, 'r': 3", "'kind': 'c'")
                + ","
                + region(
                    "'name': 'ellipse', 'cx': 20, 'cy': 10, 'rx': 3, 'ry': 6, 'theta': 0.25",
                    "'type': {'e': true, 'f': false}")
                + ","
                + region(
                    "'name': 'polygon', 'all_points_x': [1, 1, 5], 'all_points_y': [1, 6, 6]", "")
                + "]}}}")
            .replace('\'', '"'));
    List<Annotation> marks = read("via.json").annotations();
    assertThat(marks)
        .extracting(a -> a.defectClass().orElse(""))
        .containsExactly("r", "c", "e", "defect");
    assertThat(marks.get(0).box()).isEqualTo(new Box(1, 2, 3, 4));
    assertThat(marks.get(1).ellipse()).contains(new Ellipse(10, 10, 6, 6, 0));
    Ellipse turned = marks.get(2).ellipse().orElseThrow();
    // theta turns rx, which is the minor half-axis, clockwise: the major one lies at 90° - 0.25
    assertThat(turned.orientation()).isEqualTo(Math.PI / 2 - 0.25, within(ROUNDING));
    assertThat(turned.majorAxisLength()).isEqualTo(12);
    assertThat(marks.get(3).outline()).containsExactly(polygon(5, 6, 1, 6, 1, 1));
  }

  @Test
  void vocCountsFromOneAndTakesTheLastColumnIn() throws IOException {
    set.text("xml/a.xml", voc("<xmin>1</xmin><ymin>1</ymin><xmax>40</xmax><ymax>20</ymax>"));
    assertThat(read("xml").annotations())
        .containsExactly(new Annotation(new Box(0, 0, 40, 20)).withClass("loop"));
  }

  @Test
  void pixelsOfOneValueThatTouchAreADefect() throws IOException {
    mask("masks/a.png", "110000", "010022", "000110", "300000");
    List<Annotation> marks = read("masks").annotations();
    assertThat(marks)
        .extracting(Annotation::box)
        .containsExactly(
            new Box(0, 0, 2, 2), new Box(4, 1, 2, 1), new Box(3, 2, 2, 1), new Box(0, 3, 1, 1));
    assertThat(marks.get(0).outline()).containsExactly(polygon(2, 0, 2, 2, 1, 2, 1, 1, 0, 1, 0, 0));
  }

  /** A label image whose value lies in two places was two labels, and nobody was told. */
  @Test
  void partsOfOneValueOfALabelImageAreToldOf() throws IOException {
    mask("masks/a.png", "110022", "000000", "110000");
    ImportedSet read = LabelImport.read(folder.resolve("masks"), DEFAULTS);
    assertThat(read.set().micrographs().get(0).annotations()).hasSize(3);
    assertThat(read.notes())
        .containsExactly(
            "2 labels are parts of values that lie in several places of their masks; each part is"
                + " taken for a defect");
    mask("masks/a.png", "110011", "000000", "110000");
    assertThat(LabelImport.read(folder.resolve("masks"), DEFAULTS).notes()).isEmpty();
  }

  /** Small regions of a label image that touch each other are no soft edge by themselves. */
  @Test
  void smallTouchingRegionsOfALabelImageAreDefects() throws IOException {
    mask("masks/a.png", "110033330004444", "220033330004444", "000033330004444");
    assertThat(read("masks").annotations()).hasSize(4);
  }

  /** ImageJ saves a mask with an inverting look-up table: 255, which is shown black, is inside. */
  @Test
  void aMaskWhose0IsWhiteIsWhatIsStored() throws IOException {
    byte[] tiff = whiteIsZero(SmallSet.WIDTH, SmallSet.HEIGHT);
    int pixels = tiff.length - SmallSet.WIDTH * SmallSet.HEIGHT;
    for (int x = 3; x < 8; x++) {
      tiff[pixels + 2 * SmallSet.WIDTH + x] = (byte) 255;
      tiff[pixels + 9 * SmallSet.WIDTH + x + 20] = (byte) 255;
    }
    set.bytes("masks/a.tif", tiff);
    assertThat(read("masks").annotations())
        .extracting(Annotation::box)
        .containsExactly(new Box(3, 2, 5, 1), new Box(23, 9, 5, 1));
  }

  @Test
  void aMaskWithAnInvertingPaletteIsWhatIsStored() throws IOException {
    byte[] grays = new byte[256];
    for (int i = 0; i < 256; i++) {
      grays[i] = (byte) (255 - i);
    }
    paletteMask("masks/a.png", grays, grays, grays, 255, 255);
    assertThat(read("masks").annotations())
        .extracting(Annotation::box)
        .containsExactly(new Box(4, 5, 6, 3));
  }

  @Test
  void aPaletteOfGraysIsTakenAsItIsSeen() throws IOException {
    byte[] grays = {(byte) 255, 0, 0, 7, 9};
    paletteMask("masks/a.png", grays, grays, grays, 1, 2);
    // inside is what is white: all but the rectangle
    assertThat(read("masks").annotations())
        .extracting(Annotation::box)
        .containsExactly(new Box(0, 0, SmallSet.WIDTH, SmallSet.HEIGHT));
  }

  /** Two colors that are equally bright are two defects, touching or not. */
  @Test
  void theNumbersOfAPaletteCountNotItsColors() throws IOException {
    byte[] red = {0, (byte) 200, (byte) 200};
    byte[] green = {0, 100, 101};
    byte[] blue = {0, 50, 45};
    paletteMask("masks/a.png", red, green, blue, 1, 2);
    assertThat(read("masks").annotations())
        .extracting(Annotation::box)
        .containsExactly(new Box(4, 5, 3, 3), new Box(7, 5, 3, 3));
  }

  /** Draws a rectangle of 6 x 3 pixels at (4, 5), its left half and its right half. */
  private void paletteMask(String name, byte[] red, byte[] green, byte[] blue, int left, int right)
      throws IOException {
    ByteArrayOutputStream rows = new ByteArrayOutputStream();
    for (int y = 0; y < SmallSet.HEIGHT; y++) {
      rows.write(0);
      for (int x = 0; x < SmallSet.WIDTH; x++) {
        boolean inside = x >= 4 && x < 10 && y >= 5 && y < 8;
        rows.write(inside ? x < 7 ? left : right : 0);
      }
    }
    byte[] palette = new byte[3 * red.length];
    for (int i = 0; i < red.length; i++) {
      palette[3 * i] = red[i];
      palette[3 * i + 1] = green[i];
      palette[3 * i + 2] = blue[i];
    }
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (DeflaterOutputStream deflater = new DeflaterOutputStream(packed)) {
      rows.writeTo(deflater);
    }
    // Java's own writer makes a gray image of a palette of grays
    ByteArrayOutputStream png = new ByteArrayOutputStream();
    png.writeBytes(new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'});
    ByteBuffer header = ByteBuffer.allocate(13);
    header.putInt(SmallSet.WIDTH).putInt(SmallSet.HEIGHT).put((byte) 8).put((byte) 3);
    chunk(png, "IHDR", header.array());
    chunk(png, "PLTE", palette);
    chunk(png, "IDAT", packed.toByteArray());
    chunk(png, "IEND", new byte[0]);
    set.bytes(name, png.toByteArray());
  }

  private static void chunk(ByteArrayOutputStream png, String type, byte[] body) {
    ByteBuffer chunk = ByteBuffer.allocate(12 + body.length);
    chunk.putInt(body.length).put(type.getBytes(StandardCharsets.US_ASCII)).put(body);
    CRC32 crc = new CRC32();
    crc.update(chunk.array(), 4, 4 + body.length);
    png.writeBytes(chunk.putInt((int) crc.getValue()).array());
  }

  private static byte[] whiteIsZero(int width, int height) {
    int[][] tags = {
      {256, width},
      {257, height},
      {258, 8},
      {259, 1},
      {262, 0},
      {273, 8 + 2 + 12 * 9 + 4},
      {277, 1},
      {278, height},
      {279, width * height}
    };
    ByteBuffer out =
        ByteBuffer.allocate(8 + 2 + 12 * tags.length + 4 + width * height)
            .order(ByteOrder.LITTLE_ENDIAN);
    out.put((byte) 'I').put((byte) 'I').putShort((short) 42).putInt(8);
    out.putShort((short) tags.length);
    for (int[] tag : tags) {
      out.putShort((short) tag[0]).putShort((short) 4).putInt(1).putInt(tag[1]);
    }
    return out.array();
  }

  @Test
  void boxTextsAreRecognizedInTheirOwnFolder() throws IOException {
    set.text("boxes/a.txt", "2 5 12 35");
    assertThat(read(".").annotations()).containsExactly(marked(new Box(5, 2, 30, 10)));
    assertThat(read("boxes").annotations()).containsExactly(marked(new Box(5, 2, 30, 10)));
  }

  @ParameterizedTest
  @CsvSource({"14,9", "21,16", "22,17", "25,19", "33,25", "36,28", "64,49", "65,50", "95,80"})
  void theMarginOfTheFeCrAlBoxesIsTakenBack(double padded, double tight) {
    // 30 % of 25 is 7.5, which was rounded up to 8
    assertThat(BoxPadding.tight(padded)).isEqualTo(tight);
  }

  @Test
  void everySideThatTheRuleCanMakeIsTakenBack() {
    for (int side = 1; side < 200; side++) {
      double margin = Math.floor(Math.max(5, Math.min(15, 0.3 * side)) + 0.5 + 1e-9);
      assertThat(BoxPadding.tight(side + margin)).isEqualTo(side);
    }
  }

  @Test
  void aSideAtTheBorderStaysThere() throws IOException {
    set.text("boxes/a.txt", "4 0 14 20");
    Annotation mark =
        LabelImport.read(folder, DEFAULTS.withPadding(LabelImportSettings.Padding.UNDONE))
            .set()
            .micrographs()
            .get(0)
            .annotations()
            .get(0);
    // 20 was 15, 10 was 5: 2.5 at each free side
    assertThat(mark.box()).isEqualTo(new Box(0, 6.5, 17.5, 5));
  }

  @Test
  void classesThatWereNotAskedForAreCounted() throws IOException {
    set.text("texts/a.txt", "0 .5 .5 .2 .2", "2 .5 .5 .1 .1", "2 .5 .5 .3 .1");
    ImportedSet read =
        LabelImport.read(folder.resolve("texts"), DEFAULTS.withOnlyClasses(List.of("0")));
    assertThat(read.set().micrographs().get(0).annotations()).hasSize(1);
    assertThat(read.notes()).containsExactly("Labels left out: 2 of class 2");
  }

  @Test
  void micrographsWithoutLabelsAreCounted() throws IOException {
    set.image("images/b.png").text("texts/a.txt", "0 .5 .5 .2 .2");
    ImportedSet read = LabelImport.read(folder.resolve("texts"), DEFAULTS);
    assertThat(read.set().micrographs()).hasSize(1);
    assertThat(read.notes())
        .singleElement()
        .asString()
        .startsWith("1 of 2 micrographs")
        .endsWith("left out, the first is b.png");
  }

  @Test
  void marksOfUtf8AndWindowsLineEndsAreNoMatter() throws IOException {
    byte[] text = "\uFEFFX,Y,Major,Minor,Angle\r\n10,5,4,2,30\r\n".getBytes(StandardCharsets.UTF_8);
    set.bytes("labels/a.csv", text);
    assertThat(read("labels").annotations()).hasSize(1);
    set.bytes("texts/a.txt", "\uFEFF0 .5 .5 .2 .2\r\n".getBytes(StandardCharsets.UTF_8));
    assertThat(read("texts").annotations()).hasSize(1);
    set.bytes("xml/a.xml", ("\uFEFF" + voc("")).getBytes(StandardCharsets.UTF_8));
    assertThat(read("xml").annotations()).isEmpty();
  }

  /** A blank line in between is a class without a name, not the end of the one before. */
  @Test
  void aBlankLineAmongYoloClassesHasANumberToo() throws IOException {
    set.text("texts/a.txt", "2 0.5 0.5 0.2 0.2");
    set.text("texts/classes.txt", "loop", "", "dot", "void", "", "");
    assertThat(read("texts").annotations().get(0).defectClass()).contains("dot");
  }

  @Test
  void pixelSizesAreTakenAlong() throws IOException {
    set.text("labels/a.csv", "X,Y,Major,Minor,Angle", "10,5,4,2,30")
        .text("index.tsv", "\uFEFFimage\tseries\tnm_per_px", "a.png\tsteel\t0.25");
    ImportedSet read = LabelImport.read(folder.resolve("labels"), DEFAULTS);
    NativeSet.write(read.set(), read.sizes(), folder.resolve("out"));
    PixelSizeIndex sizes = PixelSizeIndex.of(folder.resolve("out"));
    assertThat(sizes.find("images/a.png")).hasValue(0.25);
    assertThat(LabeledSets.open(folder.resolve("out")).micrographs().get(0).series())
        .isEqualTo("steel");
  }

  /** The pixel size that Loupe writes into its own COCO files was not read back. */
  @Test
  void pixelSizesOfACocoFileAreTakenAlong() throws IOException {
    String json =
        "{'images': [{'id': 1, 'file_name': 'a.png', 'pixel_size_nm': SIZE}], 'annotations': []}"
            .replace('\'', '"');
    set.text("labels.json", json.replace("SIZE", "0.25"));
    ImportedSet read = LabelImport.read(folder.resolve("labels.json"), DEFAULTS);
    assertThat(read.sizes().find("images/a.png")).hasValue(0.25);
    NativeSet.write(read.set(), read.sizes(), folder.resolve("out"));
    assertThat(PixelSizeIndex.of(folder.resolve("out")).find("images/a.png")).hasValue(0.25);
    set.text("labels.json", json.replace("SIZE", "\"0,25\""));
    assertThatThrownBy(() -> LabelImport.read(folder.resolve("labels.json"), DEFAULTS))
        .hasMessageContaining("labels.json, images[0]: has the pixel_size_nm \"0,25\"");
    set.text("labels.json", json.replace("SIZE", "0.25"))
        .text("index.tsv", "image\tseries\tnm_per_px", "a.png\t\t0.5");
    ImportedSet listed = LabelImport.read(folder.resolve("labels.json"), DEFAULTS);
    assertThat(listed.sizes().find("images/a.png")).hasValue(0.5);
  }

  @Test
  void pixelSizesHaveNineDigitsAsInTheTables() throws IOException {
    set.text("labels/a.csv", "X,Y,Major,Minor,Angle", "10,5,4,2,30")
        .text("index.tsv", "image\tseries\tnm_per_px", "a.png\tsteel\t0.30000000000000004");
    ImportedSet read = LabelImport.read(folder.resolve("labels"), DEFAULTS);
    NativeSet.write(read.set(), read.sizes(), folder.resolve("out"));
    assertThat(Files.readAllLines(folder.resolve("out/index.tsv")).get(1)).endsWith("\t0.3");
  }

  @Test
  void labelsMayStayWithoutClass() throws IOException {
    set.text("labels/a.csv", "X,Y,Major,Minor,Angle", "10,5,4,2,30");
    LabelImportSettings settings = DEFAULTS.withoutDefectClass();
    LabeledSet read = LabelImport.read(folder.resolve("labels"), settings).set();
    assertThat(read.micrographs().get(0).annotations().get(0).defectClass()).isEmpty();
  }

  @Test
  void aWrittenSetIsOpenedAsItWas() throws IOException {
    set.image("images/val/c.png")
        .text("labels/a.csv", "X,Y,Major,Minor,Angle", "10,5,4,2,30")
        .text("labels/val/c.csv", "BX,BY,Width,Height,class", "15,7,11,6,dot")
        .text("index.tsv", "image\tseries", "a.png\tsteel", "c.png\t", "other.png\tsteel");
    LabeledSet read = LabelImport.read(folder.resolve("labels"), DEFAULTS).set();
    NativeSet.write(read, PixelSizeIndex.none(), folder.resolve("out"));
    LabeledSet opened = LabeledSets.open(folder.resolve("out"));
    Marks.assertSame(opened, read, ROUNDING);
    assertThat(opened.micrographs())
        .extracting(LabeledMicrograph::name, LabeledMicrograph::series, LabeledMicrograph::part)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(
                "images/a.png", "steel", LabeledMicrograph.Part.TRAINING),
            org.assertj.core.groups.Tuple.tuple(
                "images/val/c.png", "images/val/c.png", LabeledMicrograph.Part.VALIDATION));
  }

  private LabeledMicrograph read(String labels) throws IOException {
    List<LabeledMicrograph> micrographs =
        LabelImport.read(folder.resolve(labels).normalize(), DEFAULTS).set().micrographs();
    assertThat(micrographs).hasSize(1);
    return micrographs.get(0);
  }

  private static Annotation marked(Box box) {
    return new Annotation(box).withClass("defect");
  }

  private void mask(String name, String... rows) throws IOException {
    BufferedImage image =
        new BufferedImage(SmallSet.WIDTH, SmallSet.HEIGHT, BufferedImage.TYPE_BYTE_GRAY);
    for (int y = 0; y < rows.length; y++) {
      for (int x = 0; x < rows[y].length(); x++) {
        image.getRaster().setSample(x, y, 0, rows[y].charAt(x) - '0');
      }
    }
    set.image(name);
    ImageIO.write(image, "png", folder.resolve(name).toFile());
  }

  private static String region(String shape, String attributes) {
    return "{'shape_attributes': {" + shape + "}, 'region_attributes': {" + attributes + "}}";
  }

  private static String coco(String... fields) {
    return ("{'images': [{'id': 1, 'file_name': 'a.png'}], 'categories': [{'id': 7, 'name':"
            + " 'loop'}], 'annotations': [{'id': 3, 'image_id': 1, "
            + (String.join(", ", fields).contains("category_id") ? "" : "'category_id': 7, ")
            + String.join(", ", fields)
            + "}]}")
        .replace('\'', '"');
  }

  private static String voc(String box) {
    String object =
        box.isEmpty()
            ? ""
            : "\n<object>\n<name>loop</name>\n<bndbox>" + box + "</bndbox>\n</object>";
    return "<annotation><filename>a.png</filename>\n<size><width>40</width>"
        + "<height>20</height><depth>1</depth></size>"
        + object
        + "</annotation>";
  }

  /** The header of an ImageJ selection. */
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

  private static Polygon polygon(double... numbers) {
    List<Point> corners = new java.util.ArrayList<>();
    for (int i = 0; i < numbers.length; i += 2) {
      corners.add(new Point(numbers[i], numbers[i + 1]));
    }
    return new Polygon(corners);
  }
}
