package org.loupe.region;

import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.SplittableRandom;
import javax.imageio.ImageIO;
import org.loupe.image.ByteImage;

/** A noisy gray image that bars and text are drawn on, as programs of microscopes do it. */
final class DrawnMicrograph {

  private final BufferedImage image;
  private final Graphics2D graphics;

  private DrawnMicrograph(BufferedImage image) {
    this.image = image;
    this.graphics = image.createGraphics();
  }

  /** Makes noise about a slope, so that no two rows are alike. */
  static DrawnMicrograph noise(int width, int height, double mean, double sd, long seed) {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_BYTE_GRAY);
    byte[] samples = ((DataBufferByte) image.getRaster().getDataBuffer()).getData();
    SplittableRandom random = new SplittableRandom(seed);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        // the sum of four has nearly a bell's shape, with a standard deviation of sqrt(4/12)
        double bell = -2;
        for (int i = 0; i < 4; i++) {
          bell += random.nextDouble();
        }
        double value = mean + 15.0 * x / width - 10.0 * y / height + sd * bell * Math.sqrt(3);
        samples[y * width + x] = (byte) Math.max(0, Math.min(255, Math.round(value)));
      }
    }
    return new DrawnMicrograph(image);
  }

  DrawnMicrograph box(int gray, int x, int y, int width, int height) {
    graphics.setColor(new Color(gray, gray, gray));
    graphics.fillRect(x, y, width, height);
    return this;
  }

  DrawnMicrograph text(int gray, Font font, String text, int x, int baseline) {
    graphics.setRenderingHint(
        RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
    graphics.setColor(new Color(gray, gray, gray));
    graphics.setFont(font);
    graphics.drawString(text, x, baseline);
    return this;
  }

  /** Draws a bar with ticks of a width and height; 0 for none. */
  DrawnMicrograph bar(int gray, int x, int y, int length, int thickness, int tick, int reach) {
    box(gray, x, y, length, thickness);
    if (tick > 0) {
      box(gray, x, y - reach, tick, thickness + 2 * reach);
      box(gray, x + length - tick, y - reach, tick, thickness + 2 * reach);
    }
    return this;
  }

  /** Draws an info bar of a ground with text over the whole width. */
  DrawnMicrograph infoBar(int ground, int ink, int top, int height) {
    box(ground, 0, top, image.getWidth(), height);
    Font font = new Font(Font.SANS_SERIF, Font.PLAIN, height / 3);
    for (int x = 10; x < image.getWidth() - 120; x += 180) {
      text(ink, font, "HV 20.0 kV", x, top + height / 2 - 2);
      text(ink, font, "WD 4.1 mm", x, top + height - 4);
    }
    return this;
  }

  ByteImage pixels() {
    return pixels(image);
  }

  /** Returns what is left after JPEG at Java's quality, 0.75. */
  ByteImage jpeg() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      ImageIO.write(image, "jpg", out);
      return pixels(ImageIO.read(new ByteArrayInputStream(out.toByteArray())));
    } catch (IOException e) {
      throw new UncheckedIOException("memory can always be written", e);
    }
  }

  private static ByteImage pixels(BufferedImage image) {
    byte[] samples = new byte[image.getWidth() * image.getHeight()];
    for (int i = 0; i < samples.length; i++) {
      samples[i] =
          (byte) image.getRaster().getSample(i % image.getWidth(), i / image.getWidth(), 0);
    }
    return new ByteImage(image.getWidth(), image.getHeight(), samples);
  }
}
