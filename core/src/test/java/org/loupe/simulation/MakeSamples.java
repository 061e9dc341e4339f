package org.loupe.simulation;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import javax.imageio.ImageIO;
import org.loupe.export.GrayTiff;
import org.loupe.geometry.Ellipse;
import org.loupe.image.GrayImage;

/** Writes the synthetic micrographs of the {@code samples} folder and their truth. */
final class MakeSamples {

  private MakeSamples() {}

  /** The folder is the only argument. */
  public static void main(String[] arguments) throws IOException {
    write(Path.of(arguments[0]));
  }

  static void write(Path folder) throws IOException {
    Files.createDirectories(folder);
    StringBuilder truth =
        new StringBuilder(
            "image,kind,center_x_px,center_y_px,major_axis_length_px,minor_axis_length_px,"
                + "orientation_deg\n");
    for (Map.Entry<String, SimulationSettings> sample : settings().entrySet()) {
      SyntheticMicrograph micrograph = MicrographSimulator.simulate(sample.getValue());
      Path file = folder.resolve(sample.getKey());
      if (sample.getValue().imaging().bits() == 16) {
        Files.write(file, GrayTiff.bytes(micrograph.image(), 16, sample.getValue().pixelSizeNm()));
      } else {
        ImageIO.write(gray(micrograph.image()), "png", file.toFile());
      }
      for (SimulatedDefect defect : micrograph.truth()) {
        truth.append(row(sample.getKey(), defect));
      }
    }
    Files.writeString(folder.resolve("truth.csv"), truth.toString());
  }

  static Map<String, SimulationSettings> settings() {
    SimulationSettings d = SimulationSettings.defaults();
    SimulationSettings.Loops l = d.loops();
    SimulationSettings.Imaging i = d.imaging();
    Map<String, SimulationSettings> samples = new LinkedHashMap<>();
    samples.put(
        "synthetic_1.tif",
        new SimulationSettings(
            768,
            768,
            d.pixelSizeNm(),
            101,
            new SimulationSettings.Loops(
                20,
                l.medianDiameterNm(),
                l.geometricSd(),
                l.minDiameterNm(),
                l.maxDiameterNm(),
                l.minAxisRatio(),
                l.maxAxisRatio(),
                l.rimWidthNm(),
                l.contrast(),
                l.contrastSpread(),
                l.rimUnevenness(),
                l.insideBrightness(),
                l.allowedOverlap()),
            new SimulationSettings.Clutter(12, 6.5, 0, 2, 0.8, 2, 4.8, 0.4, 0.1),
            new SimulationSettings.Imaging(
                i.backgroundAmplitude(),
                i.mottleAmplitude(),
                i.mottleSizeNm(),
                i.electronsPerPixel(),
                i.blurPx(),
                i.readNoiseElectrons(),
                0.4,
                16)));
    samples.put(
        "synthetic_2.png",
        new SimulationSettings(1024, 1024, d.pixelSizeNm(), 102, l, d.clutter(), i));
    samples.put(
        "synthetic_3.png",
        new SimulationSettings(
            1024,
            1024,
            d.pixelSizeNm(),
            103,
            l,
            new SimulationSettings.Clutter(40, 6.5, 2, 6, 0.8, 6, 4.8, 0.4, 0.1),
            new SimulationSettings.Imaging(0.3, 0.03, 1.2, 80, 1, 2, 0.55, 8)));
    return samples;
  }

  private static String row(String image, SimulatedDefect defect) {
    Ellipse e = defect.rimCenterLine();
    return String.format(
            Locale.ROOT,
            "%s,%s,%.3f,%.3f,%.3f,%.3f,%.3f%n",
            image,
            defect.kind().name().toLowerCase(Locale.ROOT),
            e.centerX(),
            e.centerY(),
            e.majorAxisLength(),
            e.minorAxisLength(),
            Math.toDegrees(e.orientation()))
        .replace(System.lineSeparator(), "\n");
  }

  private static BufferedImage gray(GrayImage image) {
    BufferedImage out =
        new BufferedImage(image.width(), image.height(), BufferedImage.TYPE_BYTE_GRAY);
    out.getRaster().setSamples(0, 0, image.width(), image.height(), 0, image.samples());
    return out;
  }
}
