package org.loupe.simulation;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import javax.imageio.ImageIO;
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
        Files.write(file, tiff(micrograph.image(), sample.getValue().pixelSizeNm()));
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

  /** One uncompressed strip, little-endian, with the calibration as ImageJ writes it. */
  static byte[] tiff(GrayImage image, double pixelSizeNm) {
    byte[] description =
        "ImageJ=1.54p\nunit=nm\nmin=0.0\nmax=65535.0\n\0".getBytes(StandardCharsets.US_ASCII);
    int entries = 12;
    int descriptionAt = 8 + 2 + entries * 12 + 4;
    int resolutionAt = descriptionAt + (description.length + 1) / 2 * 2;
    int pixelsAt = resolutionAt + 8;
    int pixelBytes = image.samples().length * 2;
    ByteBuffer out = ByteBuffer.allocate(pixelsAt + pixelBytes).order(ByteOrder.LITTLE_ENDIAN);
    out.put((byte) 'I').put((byte) 'I').putShort((short) 42).putInt(8);
    out.putShort((short) entries);
    entry(out, 256, 4, 1, image.width());
    entry(out, 257, 4, 1, image.height());
    entry(out, 258, 3, 1, 16);
    entry(out, 259, 3, 1, 1); // no compression
    entry(out, 262, 3, 1, 1); // zero is black
    entry(out, 270, 2, description.length, descriptionAt);
    entry(out, 273, 4, 1, pixelsAt);
    entry(out, 277, 3, 1, 1);
    entry(out, 278, 4, 1, image.height());
    entry(out, 279, 4, 1, pixelBytes);
    entry(out, 282, 5, 1, resolutionAt);
    entry(out, 283, 5, 1, resolutionAt);
    out.putInt(0);
    out.position(descriptionAt).put(description);
    out.position(resolutionAt).putInt(1_000_000).putInt((int) Math.round(pixelSizeNm * 1e6));
    out.position(pixelsAt);
    for (float sample : image.samples()) {
      out.putShort((short) (int) sample);
    }
    return out.array();
  }

  private static void entry(ByteBuffer out, int tag, int type, int count, int value) {
    out.putShort((short) tag).putShort((short) type).putInt(count).putInt(value);
  }
}
