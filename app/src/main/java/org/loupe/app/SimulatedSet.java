package org.loupe.app;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import org.loupe.export.GrayTiff;
import org.loupe.export.labels.CocoWriter;
import org.loupe.export.labels.LabeledImage;
import org.loupe.export.labels.LabeledShape;
import org.loupe.geometry.Box;
import org.loupe.geometry.Ellipse;
import org.loupe.image.GrayImage;
import org.loupe.simulation.SimulatedDefect;
import org.loupe.simulation.SimulatedKind;
import org.loupe.simulation.SimulatedSeries;
import org.loupe.simulation.SyntheticMicrograph;
import org.loupe.statistics.SizeStatistics;

/** A folder of simulated micrographs in the layout of a labeled set; not thread-safe. */
final class SimulatedSet {

  private static final ObjectMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  private final Path folder;
  private final SimulatedSeries series;
  private final String defectClass;
  private final CocoWriter labels;
  private final StringBuilder truth =
      new StringBuilder(
          "image,kind,center_x_px,center_y_px,major_axis_length_px,minor_axis_length_px,"
              + "orientation_deg,contrast\n");
  private final List<Double> diametersNm = new ArrayList<>();

  SimulatedSet(Path folder, SimulatedSeries series, String defectClass) throws IOException {
    this.folder = folder;
    this.series = series;
    Files.createDirectories(folder.resolve("images"));
    this.defectClass = defectClass;
    this.labels = new CocoWriter(folder.resolve("annotations.json"));
  }

  /** Returns the file name of a micrograph of the series. */
  static String name(int index) {
    return String.format(Locale.ROOT, "simulated_%04d.tif", index + 1);
  }

  void add(int index, SyntheticMicrograph micrograph) throws IOException {
    String name = name(index);
    Files.write(
        folder.resolve("images").resolve(name),
        GrayTiff.bytes(
            micrograph.image(),
            micrograph.settings().imaging().bits(),
            micrograph.settings().pixelSizeNm()));
    List<LabeledShape> shapes = new ArrayList<>();
    for (SimulatedDefect defect : micrograph.truth()) {
      truth.append(row(name, defect));
      if (defect.kind() == SimulatedKind.LOOP) {
        shapes.add(shape(defect.rimCenterLine(), micrograph.image()));
        diametersNm.add(
            defect.rimCenterLine().majorAxisLength() * micrograph.settings().pixelSizeNm());
      }
    }
    labels.append(
        new LabeledImage(
            name,
            name.substring(0, name.lastIndexOf('.')),
            micrograph.image().width(),
            micrograph.image().height(),
            OptionalDouble.of(micrograph.settings().pixelSizeNm()),
            shapes));
  }

  /** A box ends where the micrograph does; the ellipse goes on as it was drawn. */
  private LabeledShape shape(Ellipse drawn, GrayImage image) {
    Ellipse rim =
        new Ellipse(
            rounded(drawn.centerX()),
            rounded(drawn.centerY()),
            rounded(drawn.majorAxisLength()),
            rounded(drawn.minorAxisLength()),
            drawn.orientation());
    Box box = rim.boundingBox();
    double left = rounded(Math.max(0, box.x()));
    double top = rounded(Math.max(0, box.y()));
    return new LabeledShape(
        new Box(
            left,
            top,
            rounded(Math.min(image.width(), box.right()) - left),
            rounded(Math.min(image.height(), box.bottom()) - top)),
        Optional.of(rim),
        List.of(),
        Optional.of(defectClass),
        OptionalDouble.empty(),
        OptionalDouble.empty());
  }

  private static double rounded(double value) {
    return Math.rint(value * 1e4) / 1e4;
  }

  private static String row(String image, SimulatedDefect defect) {
    Ellipse e = defect.rimCenterLine();
    return String.format(
        Locale.ROOT,
        "%s,%s,%.4f,%.4f,%.4f,%.4f,%.4f,%.4f\n",
        image,
        defect.kind().name().toLowerCase(Locale.ROOT),
        e.centerX(),
        e.centerY(),
        e.majorAxisLength(),
        e.minorAxisLength(),
        Math.toDegrees(e.orientation()),
        defect.contrast());
  }

  /** Writes the labels, the truth and the settings. */
  void finish() throws IOException {
    labels.close();
    write("truth.csv", truth.toString());
    ObjectNode settings = JSON.createObjectNode();
    settings.put("program", "loupe").put("version", Version.text());
    settings.setAll((ObjectNode) JSON.valueToTree(series));
    write("simulation.json", JSON.writeValueAsString(settings) + "\n");
  }

  private void write(String name, String text) throws IOException {
    Files.writeString(folder.resolve(name), text, StandardCharsets.UTF_8);
  }

  /** Returns number, density and sizes as they were drawn, in words. */
  String summary() {
    SizeStatistics sizes =
        SizeStatistics.of(diametersNm.stream().mapToDouble(Double::doubleValue).toArray());
    double areaM2 =
        series.micrographs()
            * (double) series.settings().width()
            * series.settings().height()
            * Math.pow(series.settings().pixelSizeNm() * 1e-9, 2);
    StringBuilder text = new StringBuilder();
    text.append(
        String.format(
            Locale.ROOT,
            "%d micrographs, %d loops, number density %.4g m^-2",
            series.micrographs(),
            sizes.count(),
            sizes.count() / areaM2));
    sizes
        .mean()
        .ifPresent(
            mean -> text.append(String.format(Locale.ROOT, ", mean diameter %.4g nm", mean)));
    sizes
        .standardDeviation()
        .ifPresent(sd -> text.append(String.format(Locale.ROOT, ", sd %.4g nm", sd)));
    return text.toString();
  }
}
