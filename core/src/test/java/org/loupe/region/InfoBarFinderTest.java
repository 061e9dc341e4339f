package org.loupe.region;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.loupe.geometry.Box;
import org.loupe.image.ByteImage;

class InfoBarFinderTest {

  private static DrawnMicrograph noise() {
    return DrawnMicrograph.noise(640, 512, 150, 12, 1);
  }

  @ParameterizedTest
  @CsvSource({"0, 255", "255, 0", "0, 200", "240, 30", "60, 250"})
  void findsABarBelowTheImageToTheRow(int ground, int ink) {
    ByteImage image = noise().infoBar(ground, ink, 452, 60).pixels();
    assertThat(InfoBarFinder.find(image)).containsExactly(new Box(0, 452, 640, 60));
  }

  @Test
  void findsABarAboveTheImageToTheRow() {
    ByteImage image = noise().infoBar(0, 255, 0, 48).pixels();
    assertThat(InfoBarFinder.find(image)).containsExactly(new Box(0, 0, 640, 48));
  }

  @Test
  void findsABarThatWentThroughJpeg() {
    ByteImage image = noise().infoBar(0, 255, 456, 56).jpeg(); // on a block's edge
    assertThat(InfoBarFinder.find(image)).containsExactly(new Box(0, 456, 640, 56));
  }

  @Test
  void aLineEndsABarWhoseGroundIsThatOfTheImage() {
    ByteImage image =
        DrawnMicrograph.noise(640, 512, -40, 0, 1)
            .infoBar(0, 255, 452, 60)
            .box(255, 0, 451, 640, 1)
            .pixels();
    assertThat(InfoBarFinder.find(image)).containsExactly(new Box(0, 451, 640, 61));
  }

  @Test
  void aBandWithoutTextIsNone() {
    assertThat(InfoBarFinder.find(noise().box(0, 0, 452, 640, 60).pixels())).isEmpty();
  }

  @Test
  void aBarThatEndsBeforeTheSideIsNone() {
    ByteImage image = noise().infoBar(0, 255, 452, 60).box(150, 400, 440, 240, 72).pixels();
    assertThat(InfoBarFinder.find(image)).isEmpty();
  }

  @Test
  void aSaturatedPartWithDotsAndASlantedEdgeIsNone() {
    DrawnMicrograph image = noise();
    for (int x = 0; x < 640; x++) {
      image.box(255, x, 430 + x / 20, 1, 100);
    }
    for (int i = 0; i < 60; i++) {
      image.box(90, 10 * i + 7, 470 + i % 30, 5, 5);
    }
    assertThat(InfoBarFinder.find(image.pixels())).isEmpty();
  }

  @Test
  void noiseHasNone() {
    assertThat(InfoBarFinder.find(noise().pixels())).isEmpty();
  }
}
