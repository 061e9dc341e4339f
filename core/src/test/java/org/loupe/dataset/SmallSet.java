package org.loupe.dataset;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;

/** Writes a labeled set of tiny micrographs, file by file. */
record SmallSet(Path folder) {

  /** Micrographs are this wide and high unless a test says otherwise. */
  static final int WIDTH = 40;

  static final int HEIGHT = 20;

  SmallSet image(String name) throws IOException {
    return image(name, WIDTH, HEIGHT);
  }

  /** Writes a gray image in the format of the name's extension. */
  SmallSet image(String name, int width, int height) throws IOException {
    String format = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    if (!ImageIO.write(gray(width, height), format, file(name).toFile())) {
      throw new IOException("no writer of " + name);
    }
    return this;
  }

  /** Writes a TIFF of several frames. */
  SmallSet stack(String name, int frames) throws IOException {
    ImageWriter writer = ImageIO.getImageWritersByFormatName("tiff").next();
    try (ImageOutputStream out = ImageIO.createImageOutputStream(file(name).toFile())) {
      writer.setOutput(out);
      writer.prepareWriteSequence(null);
      for (int i = 0; i < frames; i++) {
        writer.writeToSequence(new IIOImage(gray(WIDTH, HEIGHT), null, null), null);
      }
      writer.endWriteSequence();
    } finally {
      writer.dispose();
    }
    return this;
  }

  private static BufferedImage gray(int width, int height) {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_BYTE_GRAY);
    for (int i = 0; i < width * height; i++) {
      image.getRaster().setSample(i % width, i / width, 0, i * 7 % 256);
    }
    return image;
  }

  SmallSet text(String name, String... lines) throws IOException {
    return bytes(name, String.join("\n", lines).getBytes(StandardCharsets.UTF_8));
  }

  SmallSet bytes(String name, byte... bytes) throws IOException {
    Files.write(file(name), bytes);
    return this;
  }

  private Path file(String name) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.resolveSibling(""));
    return file;
  }

  LabeledSet open() throws IOException {
    return LabeledSets.open(folder);
  }
}
