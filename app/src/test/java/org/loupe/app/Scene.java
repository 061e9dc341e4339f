package org.loupe.app;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import javax.imageio.ImageIO;

/** Small micrographs with rings where the test says, and a cascade that sees rings. */
final class Scene {

  private static final String CASCADE =
      """
      <?xml version="1.0"?>
      <opencv_storage>
      <cascade type_id="opencv-cascade-classifier"><stageType>BOOST</stageType>
        <featureType>LBP</featureType>
        <height>32</height>
        <width>32</width>
        <stageParams>
          <boostType>GAB</boostType>
          <minHitRate>9.9500000476837158e-01</minHitRate>
          <maxFalseAlarm>5.0000000000000000e-01</maxFalseAlarm>
          <weightTrimRate>9.4999999999999996e-01</weightTrimRate>
          <maxDepth>1</maxDepth>
          <maxWeakCount>100</maxWeakCount></stageParams>
        <featureParams>
          <maxCatCount>256</maxCatCount>
          <featSize>1</featSize></featureParams>
        <stageNum>1</stageNum>
        <stages>
          <!-- passes if the middle is brighter than all around it, close by and farther out: code 0 -->
          <_>
            <maxWeakCount>2</maxWeakCount>
            <stageThreshold>1.5</stageThreshold>
            <weakClassifiers>
              <_>
                <internalNodes>
                  0 -1 0 1 0 0 0 0 0 0 0</internalNodes>
                <leafValues>
                  1. -1.</leafValues></_>
              <_>
                <internalNodes>
                  0 -1 1 1 0 0 0 0 0 0 0</internalNodes>
                <leafValues>
                  1. -1.</leafValues></_></weakClassifiers></_></stages>
        <features>
          <_>
            <rect>
              1 1 10 10</rect></_>
          <_>
            <rect>
              7 7 6 6</rect></_></features></cascade>
      </opencv_storage>
      """;

  private Scene() {}

  static Path cascade(Path folder) throws IOException {
    return Files.writeString(folder.resolve("cascade.xml"), CASCADE, StandardCharsets.UTF_8);
  }

  /**
   * Writes a 128 x 96 image with dark rings of diameter 18 px, bright inside, centered at the
   * points given.
   */
  static Path rings(Path file, int... centers) throws IOException {
    int width = 128;
    int height = 96;
    SplittableRandom random = new SplittableRandom(7);
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_BYTE_GRAY);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        // falls to the right, so that flat ground never looks like a middle brighter than all
        // around
        double value = 160 - 0.3 * x + random.nextDouble(2);
        for (int i = 0; i < centers.length; i += 2) {
          double radius = Math.hypot(x + 0.5 - centers[i], y + 0.5 - centers[i + 1]);
          value -= 90 * Math.exp(-Math.pow((radius - 9) / 1.5, 2));
          value += 25 / (1 + Math.exp(2 * (radius - 7)));
        }
        image.getRaster().setSample(x, y, 0, (int) Math.round(value));
      }
    }
    Files.createDirectories(file.toAbsolutePath().getParent());
    String name = file.toString();
    if (!ImageIO.write(image, name.substring(name.lastIndexOf('.') + 1), file.toFile())) {
      throw new IOException("no writer for " + file);
    }
    return file;
  }
}
