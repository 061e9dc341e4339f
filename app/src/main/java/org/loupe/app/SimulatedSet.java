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
import org.loupe.evaluate.Mark;
import org.loupe.export.GrayTiff;
import org.loupe.geometry.Ellipse;
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
  private final NativeLabels labels = new NativeLabels("simulated by loupe " + Version.text());
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
    labels.addMicrograph(name, micrograph.image().width(), micrograph.image().height());
    for (SimulatedDefect defect : micrograph.truth()) {
      truth.append(row(name, defect));
      if (defect.kind() == SimulatedKind.LOOP) {
        Ellipse rim = defect.rimCenterLine();
        labels.add(Mark.ofEllipse(rim), defectClass);
        diametersNm.add(rim.majorAxisLength() * micrograph.settings().pixelSizeNm());
      }
    }
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
    labels.write(folder);
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
