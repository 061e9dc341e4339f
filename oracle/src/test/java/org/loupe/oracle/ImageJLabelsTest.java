package org.loupe.oracle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ij.ImagePlus;
import ij.gui.EllipseRoi;
import ij.gui.OvalRoi;
import ij.gui.PolygonRoi;
import ij.gui.Roi;
import ij.gui.RotatedRectRoi;
import ij.gui.ShapeRoi;
import ij.io.RoiDecoder;
import ij.io.RoiEncoder;
import ij.measure.Measurements;
import ij.measure.ResultsTable;
import ij.plugin.filter.Analyzer;
import ij.process.ByteProcessor;
import ij.process.FloatPolygon;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.loupe.dataset.Annotation;
import org.loupe.dataset.LabelImport;
import org.loupe.dataset.LabelImportSettings;
import org.loupe.export.labels.LabeledImage;
import org.loupe.export.labels.LabeledShape;
import org.loupe.export.labels.RoiWriter;
import org.loupe.geometry.Box;
import org.loupe.geometry.Ellipse;
import org.loupe.geometry.Point;
import org.loupe.geometry.Polygon;
import org.loupe.image.Mask;
import org.loupe.image.MaskOutline;
import org.loupe.image.ShapeFill;

/** ImageJ's selections and tables, both ways. */
class ImageJLabelsTest {

  private static final int WIDTH = 128;
  private static final int HEIGHT = 96;

  /** ImageJ keeps 24 bits of a number below 128. */
  private static final double SINGLE = 1e-4;

  @TempDir private Path folder;

  @BeforeEach
  void aMicrograph() throws IOException {
    Files.createDirectories(folder.resolve("rois"));
    ImageIO.write(
        new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_BYTE_GRAY),
        "png",
        folder.resolve("a.png").toFile());
  }

  static Stream<Roi> selectionsThatImageJMakes() {
    float[] xs = {10.5f, 60.25f, 40, 12};
    float[] ys = {8, 12.75f, 50, 44.5f};
    return Stream.of(
        new Roi(10, 20, 30, 40),
        new OvalRoi(10, 20, 30, 40),
        new EllipseRoi(20, 70, 90, 30, 0.4),
        new EllipseRoi(20.5, 30.25, 90, 70.5, 0.75),
        new PolygonRoi(new int[] {10, 60, 40}, new int[] {8, 12, 50}, 3, Roi.POLYGON),
        new PolygonRoi(new FloatPolygon(xs, ys), Roi.POLYGON),
        new PolygonRoi(new FloatPolygon(xs, ys), Roi.FREEROI),
        new PolygonRoi(new int[] {10, 60, 60, 10}, new int[] {8, 8, 50, 50}, 4, Roi.TRACED_ROI),
        new RotatedRectRoi(20, 30, 90, 60, 25),
        new ShapeRoi(new Roi(10, 10, 50, 50)).not(new ShapeRoi(new Roi(20, 20, 10, 10))),
        new ShapeRoi(new Roi(10, 10, 10, 10)).or(new ShapeRoi(new Roi(50, 50, 20, 10))));
  }

  @ParameterizedTest
  @MethodSource("selectionsThatImageJMakes")
  void selectionsOfImageJCoverTheSamePixels(Roi roi) throws IOException {
    Mask ours = filled(read(roi));
    Mask theirs = filled(roi);
    assertThat(theirs.count()).isPositive();
    int differing = 0;
    for (int i = 0; i < ours.set().length; i++) {
      differing += ours.set()[i] == theirs.set()[i] ? 0 : 1;
    }
    // ImageJ fills an ellipse as its polygon, and takes centers on a line in where we leave them
    // out: seen are 6 pixels of the two hundred along the line
    assertThat(differing).isLessThanOrEqualTo(6);
  }

  @Test
  void fractionsOfPixelsOfImageJsRectanglesAndOvalsAreKept() throws IOException {
    // ImageJ itself fills them rounded to pixels, so their pixels say nothing
    assertThat(read(new Roi(10.25, 20.5, 30.125, 40.75)).box())
        .isEqualTo(new Box(10.25, 20.5, 30.125, 40.75));
    assertThat(read(new OvalRoi(10.5, 20.25, 60.5, 40.125)).ellipse())
        .contains(new Ellipse(40.75, 40.3125, 60.5, 40.125, 0));
  }

  private Annotation read(Roi roi) throws IOException {
    Files.write(folder.resolve("rois").resolve("a.roi"), RoiEncoder.saveAsByteArray(roi));
    List<Annotation> marks =
        LabelImport.read(folder.resolve("rois"), LabelImportSettings.defaults().withImages(folder))
            .set()
            .micrographs()
            .get(0)
            .annotations();
    assertThat(marks).hasSize(1);
    return marks.get(0);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 30, 45, 90, 120, 135, 179})
  void imageJOpensOurEllipses(int degrees) throws IOException {
    Ellipse ellipse = new Ellipse(60.5, 48.25, 50, 20, Math.toRadians(degrees));
    Roi roi = written(shape(ellipse.boundingBox(), Optional.of(ellipse), List.of())).get(0);
    assertThat(roi).isInstanceOf(EllipseRoi.class);
    double[] parameters = ((EllipseRoi) roi).getParams();
    double dx = Math.cos(ellipse.orientation()) * 25;
    double dy = -Math.sin(ellipse.orientation()) * 25;
    assertThat(parameters[0]).isEqualTo(60.5 - dx, within(SINGLE));
    assertThat(parameters[1]).isEqualTo(48.25 - dy, within(SINGLE));
    assertThat(parameters[2]).isEqualTo(60.5 + dx, within(SINGLE));
    assertThat(parameters[3]).isEqualTo(48.25 + dy, within(SINGLE));
    assertThat(parameters[4]).isEqualTo(0.4, within(1e-6));
    assertThat(roi.getName()).isEqualTo("0001");
    assertThat(roi.getProperty("class")).isEqualTo("black dot");
    assertThat(roi.getProperty("probability")).isEqualTo("0.75");
    assertThat(roi.getGroup()).isEqualTo(1);
  }

  @Test
  void imageJOpensOurBoxesPolygonsAndRings() throws IOException {
    Polygon triangle =
        new Polygon(List.of(new Point(80.5, 10), new Point(99.25, 30.75), new Point(70, 28)));
    List<Polygon> ring =
        MaskOutline.of(
            new Mask(3, 3, new boolean[] {true, true, true, true, false, true, true, true, true}),
            40,
            30);
    List<Roi> rois =
        written(
            shape(new Box(3, 4, 20, 9), Optional.empty(), List.of()),
            shape(new Box(3.25, 4.5, 20.125, 9), Optional.empty(), List.of()),
            shape(new Box(70, 10, 29.25, 20.75), Optional.empty(), List.of(triangle)),
            shape(new Box(40, 30, 3, 3), Optional.empty(), ring));
    assertThat(rois).extracting(Roi::getType).startsWith(Roi.RECTANGLE, Roi.RECTANGLE, Roi.POLYGON);
    assertThat(rois.get(0).getBounds()).isEqualTo(new java.awt.Rectangle(3, 4, 20, 9));
    assertThat(rois.get(1).getFloatWidth()).isEqualTo(20.125);
    assertThat(rois.get(1).getXBase()).isEqualTo(3.25);
    FloatPolygon corners = rois.get(2).getFloatPolygon();
    assertThat(corners.xpoints).startsWith(80.5f, 99.25f, 70f);
    assertThat(corners.ypoints).startsWith(10f, 30.75f, 28f);
    assertThat(rois.get(3)).isInstanceOf(ShapeRoi.class);
    assertThat(filled(rois.get(3)).count()).isEqualTo(8);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 20, 45, 80, 90, 110, 135, 170})
  void ellipsesThatImageJMeasuresComeBackAtTheirAngle(int degrees) throws IOException {
    Ellipse drawn = new Ellipse(64, 48, 60, 24, Math.toRadians(degrees));
    double dx = Math.cos(drawn.orientation()) * 30;
    double dy = -Math.sin(drawn.orientation()) * 30;
    ImagePlus image = new ImagePlus("a.png", new ByteProcessor(WIDTH, HEIGHT));
    image.setRoi(new EllipseRoi(64 - dx, 48 - dy, 64 + dx, 48 + dy, 0.4));
    ResultsTable table = new ResultsTable();
    new Analyzer(
            image,
            Measurements.AREA
                | Measurements.CENTROID
                | Measurements.ELLIPSE
                | Measurements.RECT
                | Measurements.LABELS,
            table)
        .measure();
    table.saveAs(folder.resolve("Results.csv").toString());
    Annotation mark =
        LabelImport.read(folder.resolve("Results.csv"), LabelImportSettings.defaults())
            .set()
            .micrographs()
            .get(0)
            .annotations()
            .get(0);
    Ellipse read = mark.ellipse().orElseThrow();
    // ImageJ measures the pixels of the selection: its sides are rounded to them
    assertThat(read.centerX()).isEqualTo(64, within(0.6));
    assertThat(read.centerY()).isEqualTo(48, within(0.6));
    assertThat(read.majorAxisLength()).isEqualTo(60, within(1.0));
    assertThat(read.minorAxisLength()).isEqualTo(24, within(1.0));
    double turned = Math.abs(read.orientation() - drawn.orientation());
    assertThat(Math.min(turned, Math.PI - turned)).isLessThan(Math.toRadians(1.5));
  }

  private List<Roi> written(LabeledShape... shapes) throws IOException {
    try (RoiWriter writer = new RoiWriter(folder)) {
      writer.append(
          new LabeledImage("a.png", "a", WIDTH, HEIGHT, OptionalDouble.empty(), List.of(shapes)));
    }
    List<Roi> rois = new ArrayList<>();
    try (ZipInputStream zip = new ZipInputStream(Files.newInputStream(folder.resolve("a.zip")))) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        rois.add(RoiDecoder.openFromByteArray(zip.readAllBytes()));
      }
    }
    return rois;
  }

  private static LabeledShape shape(Box box, Optional<Ellipse> ellipse, List<Polygon> outline) {
    return new LabeledShape(
        box,
        ellipse,
        outline,
        Optional.of("black dot"),
        OptionalDouble.empty(),
        OptionalDouble.of(0.75));
  }

  private static Mask filled(Annotation mark) {
    return ShapeFill.mask(
        WIDTH,
        HEIGHT,
        row -> {
          if (mark.ellipse().isPresent()) {
            ShapeFill.ellipse(mark.ellipse().get(), WIDTH, HEIGHT, row);
          } else if (mark.outline().isEmpty()) {
            ShapeFill.box(mark.box(), WIDTH, HEIGHT, row);
          } else {
            ShapeFill.outline(mark.outline(), WIDTH, HEIGHT, row);
          }
        });
  }

  private static Mask filled(Roi roi) {
    boolean[] set = new boolean[WIDTH * HEIGHT];
    for (java.awt.Point point : roi) {
      set[point.y * WIDTH + point.x] = true;
    }
    return new Mask(WIDTH, HEIGHT, set);
  }
}
