package org.loupe.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.loupe.export.labels.ExportFormat;
import org.loupe.export.labels.LabelWriter;
import org.loupe.geometry.Box;
import org.loupe.geometry.Ellipse;
import org.loupe.geometry.Point;
import org.loupe.geometry.Polygon;
import org.loupe.image.Mask;
import org.loupe.image.MaskOutline;

/** Import, export, import: equal marks, or the loss that is told. */
class LabelRoundTripTest {

  /** Degrees and fractions are rounded a few times, each by under 1e-13 of a hundred pixels. */
  private static final double ROUNDING = 1e-9;

  /** ImageJ keeps 24 bits of a number below 128: 4e-6, and of a ratio that multiplies it. */
  private static final double SINGLE = 1e-4;

  private static final Box BOX = new Box(3.25, 4.5, 20.125, 9);
  private static final Ellipse TILTED = new Ellipse(60.3, 40.7, 31.9, 12.4, 2.1);
  private static final Polygon TRIANGLE =
      new Polygon(List.of(new Point(80.5, 10), new Point(99.25, 30.75), new Point(70, 28)));

  private static final LabelImportSettings DEFAULTS = LabelImportSettings.defaults();

  @TempDir private Path folder;
  private Path image;

  @BeforeEach
  void aMicrograph() throws IOException {
    new SmallSet(folder).image("images/val/a.png", 128, 96);
    image = folder.resolve("images").resolve("val").resolve("a.png");
  }

  @Test
  void cocoHoldsEverything() throws IOException {
    List<Annotation> all =
        List.of(
            box(BOX, "loop"),
            ellipse(TILTED, "dot"),
            outline(List.of(TRIANGLE), "loop"),
            outline(ring(), "ring, \"closed\" ü"),
            new Annotation(BOX, Optional.of(TILTED), List.of(), Optional.of("dot")));
    assertThat(writtenAndRead(all, ExportFormat.COCO, LabelFormat.COCO, ROUNDING)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 45, 89, 90, 91, 135, 179})
  void ellipsesOfAnyAngleComeBackFromCocoAndImageJ(int degrees) throws IOException {
    List<Annotation> one =
        List.of(ellipse(new Ellipse(64.5, 48.25, 40, 20.5, Math.toRadians(degrees)), "loop"));
    writtenAndRead(one, ExportFormat.COCO, LabelFormat.COCO, ROUNDING);
    writtenAndRead(one, ExportFormat.IMAGEJ_ROI, LabelFormat.IMAGEJ_ROI, SINGLE);
  }

  @Test
  void imageJHoldsEveryShapeAndClass() throws IOException {
    List<Annotation> all =
        List.of(
            box(BOX, "loop"),
            box(new Box(1, 2, 3, 4), "loop"),
            ellipse(TILTED, "black dot"),
            ellipse(new Ellipse(2, 50, 30, 30, 0), "cut by the border"),
            outline(List.of(TRIANGLE), "loop"),
            outline(ring(), "ring"));
    assertThat(writtenAndRead(all, ExportFormat.IMAGEJ_ROI, LabelFormat.IMAGEJ_ROI, SINGLE))
        .isEmpty();
  }

  @Test
  void imageJKeepsTheBoxOfAnEllipseThatIsNotItsBoundingBox() throws IOException {
    List<Annotation> one =
        List.of(new Annotation(BOX, Optional.of(TILTED), List.of(), Optional.of("dot")));
    assertThat(writtenAndRead(one, ExportFormat.IMAGEJ_ROI, LabelFormat.IMAGEJ_ROI, SINGLE))
        .isEmpty();
  }

  @Test
  void yoloHoldsBoxesPolygonsAndClasses() throws IOException {
    List<Annotation> all = List.of(box(BOX, "loop"), outline(List.of(TRIANGLE), "black dot"));
    assertThat(writtenAndRead(all, ExportFormat.YOLO, LabelFormat.YOLO, ROUNDING)).isEmpty();
  }

  /** Whole pixels of one class are what every format holds. */
  @ParameterizedTest
  @CsvSource({
    "COCO, IMAGEJ_ROI", "COCO, YOLO", "COCO, MASKS", "IMAGEJ_ROI, COCO",
    "IMAGEJ_ROI, YOLO", "IMAGEJ_ROI, MASKS", "YOLO, COCO", "YOLO, IMAGEJ_ROI",
    "YOLO, MASKS", "MASKS, COCO", "MASKS, IMAGEJ_ROI", "MASKS, YOLO",
  })
  void fromOneFormatToAnotherTheSetStaysTheSame(String first, String second) throws IOException {
    Mask corner = new Mask(2, 2, new boolean[] {true, true, true, false});
    Mask cross =
        new Mask(3, 3, new boolean[] {false, true, false, true, true, true, false, true, false});
    List<Annotation> all =
        List.of(
            outline(MaskOutline.of(corner, 43, 30), "defect"),
            outline(MaskOutline.of(cross, 90, 60), "defect"));
    LabeledSet set = set(all);
    assertThat(write(set, ExportFormat.valueOf(first))).isEmpty();
    LabeledSet between = read(LabelFormat.valueOf(first), ExportFormat.valueOf(first));
    assertThat(write(between, ExportFormat.valueOf(second))).isEmpty();
    LabeledSet after = read(LabelFormat.valueOf(second), ExportFormat.valueOf(second));
    Marks.assertSame(after, set, ROUNDING);
  }

  /** Numbers went by the order in which classes were met, so that other texts no longer fitted. */
  @Test
  void yoloClassesKeepTheirNumbers() throws IOException {
    new SmallSet(folder)
        .text("images/val/a.txt", "2 0.5 0.5 0.2 0.2", "0 0.1 0.1 0.3 0.1 0.3 0.4")
        .text("images/classes.txt", "loop", "dot", "void");
    assertThat(exportedAgain(folder.resolve("images"))).startsWith("2 0.5").contains("\n0 0.1");
    assertThat(Files.readString(folder.resolve("out/labels/classes.txt")))
        .isEqualTo("loop\ndot\nvoid\n");
    LabeledSet own = LabelImport.read(folder.resolve("images"), DEFAULTS).set();
    NativeSet.write(own, PixelSizeIndex.none(), folder.resolve("native"));
    assertThat(exportedAgain(folder.resolve("native"))).startsWith("2 0.5").contains("\n0 0.1");
  }

  @Test
  void yoloClassesThatAreNumbersAreTheirNumbers() throws IOException {
    new SmallSet(folder).text("images/val/a.txt", "3 0.5 0.5 0.2 0.2", "0 0.25 0.5 0.125 0.2");
    LabeledSet own = LabelImport.read(folder.resolve("images"), DEFAULTS).set();
    NativeSet.write(own, PixelSizeIndex.none(), folder.resolve("native"));
    for (String set : List.of("images", "native")) {
      assertThat(exportedAgain(folder.resolve(set))).startsWith("3 0.5").contains("\n0 0.25");
      assertThat(Files.readString(folder.resolve("out/labels/classes.txt")))
          .isEqualTo("0\n1\n2\n3\n");
    }
    List<Annotation> names = List.of(box(BOX, "loop"), box(BOX, "0"), box(BOX, "2"));
    writtenAndRead(names, ExportFormat.YOLO, LabelFormat.YOLO, ROUNDING);
  }

  private String exportedAgain(Path set) throws IOException {
    LabeledSet opened = LabeledSets.open(set);
    try (LabelWriter writer = ExportFormat.YOLO.open(folder.resolve("out"), opened.classes())) {
      LabeledSetExport.write(opened, writer);
    }
    return Files.readString(folder.resolve("out/labels/val/a.txt"));
  }

  /** Beyond 32,767 pixels, whole numbers of 16 bits were other numbers. */
  @Test
  void imageJHoldsShapesFarFromTheCorner() throws IOException {
    new SmallSet(folder).image("images/val/a.png", 40_000, 96);
    MicrographBounds wide = new MicrographBounds(40_000, 96);
    double far = 39_800;
    List<Annotation> all =
        List.of(
            box(new Box(far, 5, 20, 9), "loop"),
            box(new Box(32_760, 5, 20, 9), "loop"),
            wide.marked(new Ellipse(far, 40.5, 32, 12, 2.1)).withClass("dot"),
            wide.outlined(
                    List.of(
                        new Polygon(
                            List.of(new Point(far, 1), new Point(far + 9, 9), new Point(far, 20)))))
                .withClass("loop"));
    LabeledSet set =
        new LabeledSet(
            folder,
            "drawn",
            List.of(
                new LabeledMicrograph(
                    "images/val/a.png",
                    image,
                    40_000,
                    96,
                    "a",
                    LabeledMicrograph.Part.VALIDATION,
                    all)));
    write(set, ExportFormat.IMAGEJ_ROI);
    // 24 bits of a number below 65,536: 2^-9, and twice that for an axis between two of them
    Marks.assertSame(read(LabelFormat.IMAGEJ_ROI, ExportFormat.IMAGEJ_ROI), set, 0.01);
  }

  /** The box that COCO has beside an outline became the outline's, and nobody was told. */
  @ParameterizedTest
  @ValueSource(strings = {"IMAGEJ_ROI", "YOLO"})
  void aBoxBesideAnOutlineIsToldOf(String format) throws IOException {
    Annotation drawn = outline(List.of(TRIANGLE), "loop");
    Annotation boxed = drawn.withBox(new Box(69, 9, 32, 23));
    assertThat(write(set(List.of(drawn, boxed)), ExportFormat.valueOf(format)))
        .containsExactly("1 labels have a box of their own beside their outline, which is lost");
  }

  @Test
  void yoloTellsThatItLosesAnglesAndHoles() throws IOException {
    LabeledSet set = set(List.of(ellipse(TILTED, "loop"), outline(ring(), "loop")));
    assertThat(write(set, ExportFormat.YOLO))
        .containsExactly(
            "1 ellipses are written as boxes: their axes and angles are lost",
            "1 outlines of several lines keep the largest: holes and parts are lost");
    List<Annotation> read =
        read(LabelFormat.YOLO, ExportFormat.YOLO).micrographs().get(0).annotations();
    Marks.assertSame(
        read,
        List.of(box(TILTED.boundingBox(), "loop"), outline(List.of(ring().get(0)), "loop")),
        ROUNDING);
  }

  @Test
  void masksHoldWholePixels() throws IOException {
    Mask dot = new Mask(2, 2, new boolean[] {true, true, true, false});
    List<Annotation> all =
        List.of(
            outline(ring(), "defect"),
            outline(MaskOutline.of(dot, 43, 30), "defect"), // beside the ring, as touching loops
            box(new Box(100, 50, 6, 7), "defect"));
    LabeledSet set = set(all);
    assertThat(write(set, ExportFormat.MASKS)).isEmpty();
    List<Annotation> read =
        read(LabelFormat.MASKS, ExportFormat.MASKS).micrographs().get(0).annotations();
    assertThat(read)
        .extracting(Annotation::box)
        .containsExactlyInAnyOrder(all.get(0).box(), all.get(1).box(), all.get(2).box());
    assertThat(read).extracting(Annotation::outline).contains(ring(), all.get(1).outline());
  }

  @Test
  void masksTellWhatIsCoveredAndWhatIsTooSmall() throws IOException {
    LabeledSet set =
        set(
            List.of(
                box(new Box(10, 10, 8, 8), "a"),
                box(new Box(12, 12, 8, 8), "a"),
                box(new Box(50.6, 50.6, 0.5, 0.5), "a")));
    assertThat(write(set, ExportFormat.MASKS))
        .containsExactly(
            "1 defects hold no pixel's center and are not in the label image",
            "1 defects are partly or wholly covered by others that overlap them");
  }

  /** A defect in two parts comes back as two, which nobody was told. */
  @Test
  void masksTellOfDefectsInParts() throws IOException {
    Mask parts = new Mask(5, 1, new boolean[] {true, true, false, true, true});
    LabeledSet set =
        set(
            List.of(
                outline(MaskOutline.of(parts, 10, 10), "a"),
                box(new Box(30, 30, 9, 4), "a"),
                box(new Box(33, 30, 3, 4), "a"))); // cuts the one before in two
    assertThat(write(set, ExportFormat.MASKS))
        .containsExactly(
            "2 defects lie in several parts, which a reader may take for defects each",
            "1 defects are partly or wholly covered by others that overlap them");
    assertThat(read(LabelFormat.MASKS, ExportFormat.MASKS).micrographs().get(0).annotations())
        .hasSize(5);
  }

  @Test
  void geoJsonClosesItsRingsAndKeepsHolesWithTheirOutline() throws IOException {
    write(
        set(List.of(box(BOX, "loop"), ellipse(TILTED, "dot"), outline(ring(), "ring"))),
        ExportFormat.GEOJSON);
    JsonNode features =
        new ObjectMapper()
            .readTree(folder.resolve("out/geojson/val/a.geojson").toFile())
            .path("features");
    assertThat(features).hasSize(3);
    for (JsonNode feature : features) {
      assertThat(feature.path("geometry").path("type").asText()).isEqualTo("Polygon");
      for (JsonNode ring : feature.path("geometry").path("coordinates")) {
        assertThat(ring.path(0)).isEqualTo(ring.path(ring.size() - 1));
      }
    }
    assertThat(features.path(0).path("geometry").path("coordinates").path(0)).hasSize(5);
    assertThat(features.path(1).path("properties").path("classification").path("name").asText())
        .isEqualTo("dot");
    assertThat(
            features.path(1).path("properties").path("ellipse").path("orientation_deg").asDouble())
        .isEqualTo(Math.toDegrees(2.1));
    assertThat(features.path(2).path("geometry").path("coordinates")).hasSize(2);
  }

  @Test
  void anIslandInAHoleIsAPolygonOfItsOwnInGeoJson() throws IOException {
    boolean[] set = new boolean[49];
    for (int i = 0; i < 49; i++) {
      int fromEdge = Math.min(Math.min(i % 7, i / 7), Math.min(6 - i % 7, 6 - i / 7));
      set[i] = fromEdge != 1 && fromEdge != 3; // ring, gap, ring, gap of one pixel
    }
    List<Polygon> lines = MaskOutline.of(new Mask(7, 7, set), 20, 20);
    assertThat(lines).hasSize(4);
    write(set(List.of(outline(lines, "rings"))), ExportFormat.GEOJSON);
    JsonNode geometry =
        new ObjectMapper()
            .readTree(folder.resolve("out/geojson/val/a.geojson").toFile())
            .path("features")
            .path(0)
            .path("geometry");
    assertThat(geometry.path("type").asText()).isEqualTo("MultiPolygon");
    assertThat(geometry.path("coordinates")).hasSize(2).allMatch(rings -> rings.size() == 2);
    List<Annotation> all = List.of(outline(lines, "rings"));
    writtenAndRead(all, ExportFormat.COCO, LabelFormat.COCO, ROUNDING);
    writtenAndRead(all, ExportFormat.IMAGEJ_ROI, LabelFormat.IMAGEJ_ROI, SINGLE);
  }

  @Test
  void numbersAreTheSameInEveryLocale() throws IOException {
    Locale before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
      yoloHoldsBoxesPolygonsAndClasses();
    } finally {
      Locale.setDefault(before);
    }
  }

  private List<String> writtenAndRead(
      List<Annotation> marks, ExportFormat written, LabelFormat read, double tolerance)
      throws IOException {
    LabeledSet set = set(marks);
    List<String> losses = write(set, written);
    Marks.assertSame(read(read, written), set, tolerance);
    return losses;
  }

  private List<String> write(LabeledSet set, ExportFormat format) throws IOException {
    try (LabelWriter writer = format.open(folder.resolve("out"))) {
      LabeledSetExport.write(set, writer);
      return writer.losses();
    }
  }

  private LabeledSet read(LabelFormat format, ExportFormat written) throws IOException {
    return LabelImport.read(
            folder.resolve("out").resolve(written.place()),
            LabelImportSettings.defaults().withFormat(format).withImages(folder.resolve("images")))
        .set();
  }

  private LabeledSet set(List<Annotation> marks) {
    return new LabeledSet(
        folder,
        "drawn",
        List.of(
            new LabeledMicrograph(
                "images/val/a.png",
                image,
                128,
                96,
                "a",
                LabeledMicrograph.Part.VALIDATION,
                marks)));
  }

  private static Annotation box(Box box, String name) {
    return new Annotation(box).withClass(name);
  }

  private static Annotation ellipse(Ellipse ellipse, String name) {
    return new MicrographBounds(128, 96).marked(ellipse).withClass(name);
  }

  private static Annotation outline(List<Polygon> outline, String name) {
    return new MicrographBounds(128, 96).outlined(outline).withClass(name);
  }

  /** Three pixels square with a hole. */
  private static List<Polygon> ring() {
    return MaskOutline.of(
        new Mask(3, 3, new boolean[] {true, true, true, true, false, true, true, true, true}),
        40,
        30);
  }
}
