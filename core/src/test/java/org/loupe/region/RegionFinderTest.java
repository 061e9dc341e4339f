package org.loupe.region;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.awt.Font;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.loupe.SharedData;
import org.loupe.defect.AnalyzedRegion;
import org.loupe.defect.ExclusionKind;
import org.loupe.geometry.Box;
import org.loupe.geometry.Ellipse;
import org.loupe.image.ByteImage;
import org.loupe.image.Mask;
import org.loupe.io.MicrographReaders;
import org.loupe.micrograph.BurntInScaleBar;
import org.loupe.micrograph.Micrograph;
import org.loupe.simulation.MicrographSimulator;
import org.loupe.simulation.SimulationSettings;

class RegionFinderTest {

  private static final RegionFinder FINDER = new RegionFinder(RegionSettings.defaults());

  private static ByteImage drawn() {
    return DrawnMicrograph.noise(640, 512, 150, 8, 1)
        .infoBar(0, 255, 452, 60)
        .bar(255, 60, 400, 120, 6, 0, 0)
        .text(255, new Font(Font.SANS_SERIF, Font.PLAIN, 22), "200 nm", 70, 390)
        .pixels();
  }

  @Test
  void addsUpWhatIsLeftOut() {
    Region region = FINDER.find(drawn(), Optional.empty());
    AnalyzedRegion summary = region.summary();
    assertThat(summary.frame()).isEqualTo(new Box(0, 0, 640, 452));
    assertThat(summary.excludedPx2()).containsEntry(ExclusionKind.INFO_BAR, 640L * 60);
    assertThat(summary.excludedPx2().get(ExclusionKind.SCALE_BAR)).isBetween(2_000L, 9_000L);
    long excluded = summary.excludedPx2().values().stream().mapToLong(Long::longValue).sum();
    assertThat(summary.areaPx2()).isEqualTo(640L * 512 - excluded);
    assertThat((long) region.excluded().orElseThrow().count()).isEqualTo(excluded);
    assertThat(summary.scaleBar().orElseThrow().labelNm()).hasValue(200);
    assertThat(region.contains(320, 470)).isFalse();
    assertThat(region.contains(100, 403)).isFalse();
    assertThat(region.contains(320, 200)).isTrue();
  }

  @Test
  void withoutAnythingToFindAllIsAnalyzedAndTheBarIsStillTold() {
    Region region = new RegionFinder(RegionSettings.none()).find(drawn(), Optional.empty());
    assertThat(region.summary().areaPx2()).isEqualTo(640L * 512);
    assertThat(region.summary().frame()).isEqualTo(new Box(0, 0, 640, 512));
    assertThat(region.summary().excludesAny()).isFalse();
    assertThat(region.summary().scaleBar()).isPresent();
  }

  @Test
  void aMaskTakesAwayWhatItDoesNotKeep() {
    boolean[] kept = new boolean[640 * 512];
    for (int i = 0; i < kept.length; i++) {
      kept[i] = i % 640 >= 40;
    }
    Region region = FINDER.find(drawn(), Optional.of(new Mask(640, 512, kept)));
    // beside the info bar, which takes its own
    assertThat(region.summary().excludedPx2()).containsEntry(ExclusionKind.MASK, 40L * 452);
    assertThat(region.summary().frame()).isEqualTo(new Box(0, 0, 640, 452));
  }

  @Test
  void aMaskOfAnotherSizeIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> FINDER.find(drawn(), Optional.of(new Mask(2, 1, new boolean[2]))))
        .withMessageContaining("2 x 1");
  }

  @Test
  void theSummaryGivesThePixelsBack() {
    Region region = FINDER.find(drawn(), Optional.empty());
    Region again = Region.of(region.summary(), 640, 512);
    assertThat(again.excluded().orElseThrow().set())
        .isEqualTo(region.excluded().orElseThrow().set());
  }

  @Test
  void twiceTheSizeIsFourTimesTheArea() {
    Region region = FINDER.find(drawn(), Optional.empty());
    Region twice = region.resized(1280, 1024);
    assertThat(twice.summary().areaPx2()).isEqualTo(4 * region.summary().areaPx2());
    assertThat(twice.summary().frame()).isEqualTo(new Box(0, 0, 1280, 904));
  }

  @Test
  void knowsWhichEllipsesReachWhatIsLeftOut() {
    Region region = FINDER.find(drawn(), Optional.empty());
    assertThat(region.excludesPartOf(new Ellipse(320, 440, 20, 10, 0), 1)).isFalse();
    assertThat(region.excludesPartOf(new Ellipse(320, 440, 24, 10, Math.PI / 2), 1)).isTrue();
    assertThat(region.excludesPartOf(new Ellipse(320, 447, 20, 10, 0), 1)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void simulatedMicrographsAreAnalyzedAsAWhole(long seed) {
    SimulationSettings usual = SimulationSettings.defaults();
    SimulationSettings settings =
        new SimulationSettings(
            1024, 1024, usual.pixelSizeNm(), seed, usual.loops(), usual.clutter(), usual.imaging());
    var simulated = MicrographSimulator.simulate(settings).image();
    Micrograph micrograph = new Micrograph(simulated, 8, "test", Optional.empty(), List.of());
    AnalyzedRegion region = FINDER.find(micrograph.detectorImage(), Optional.empty()).summary();
    assertThat(region).isEqualTo(AnalyzedRegion.whole(simulated.width(), simulated.height()));
  }

  @ParameterizedTest
  @CsvSource({
    "FEI-Helios-Ebeam-8bits.tif, 442, 500000",
    "FEI-Helios-Ebeam-16bits.tif, 442, 500000",
    "TVIPS_bin4.tif, 1024, 200",
    "test_tiff_Zeiss_SEM_1k.tif, 691, 200000",
    "test_tiff_Zeiss_SEM_512pix.tif, 350, 200"
  })
  void barsOfRealProgramsAgreeWithTheFile(String name, int frameBottom, double nm)
      throws IOException {
    Micrograph micrograph = MicrographReaders.read(SharedData.require("formats/tiff/" + name));
    AnalyzedRegion region = FINDER.find(micrograph.detectorImage(), Optional.empty()).summary();
    assertThat(region.frame().bottom()).isEqualTo(frameBottom);
    BurntInScaleBar bar = region.scaleBar().orElseThrow();
    assertThat(bar.labelNm()).hasValue(nm);
    double size = micrograph.calibration().orElseThrow().pixelSizeNm();
    assertThat(bar.contradicts(size)).isFalse();
    // the shortest of these bars is 17 px long
    assertThat(bar.deviation(size).orElseThrow()).isEqualTo(0, within(0.015));
  }

  /** Real micrographs, some with bright grains that look like vacuum; every one was looked at. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "backgrounds",
        "small_loops_316L/imgs",
        "precipitates_chromium/train",
        "fecral_loops/images"
      })
  void realMicrographsWithoutBarsAreAnalyzedAsAWhole(String folder) throws IOException {
    Path root = SharedData.require(folder);
    List<Path> files;
    try (Stream<Path> found = Files.walk(root)) {
      files = found.filter(f -> f.toString().matches(".*\\.(png|jpg)")).sorted().toList();
    }
    // of the 256 every fourth, so that the test takes seconds; all of them by hand
    int step = files.size() > 100 ? 4 : 1;
    for (int i = 0; i < files.size(); i += step) {
      ByteImage image = MicrographReaders.read(files.get(i)).detectorImage();
      assertThat(FINDER.find(image, Optional.empty()).summary())
          .as(files.get(i).getFileName().toString())
          .isEqualTo(AnalyzedRegion.whole(image.width(), image.height()));
    }
  }

  @Test
  void outsideOfATipInVacuumIsLeftOut() throws IOException {
    Micrograph micrograph =
        MicrographReaders.read(SharedData.require("formats/ser/128x128-TEM_search_1.ser"));
    AnalyzedRegion region = FINDER.find(micrograph.detectorImage(), Optional.empty()).summary();
    assertThat(region.excludedPx2().keySet()).containsExactly(ExclusionKind.VACUUM);
    assertThat(region.excludedFraction()).isEqualTo(0.81, within(0.02));
    assertThat(region.excludedPx2()).isNotEqualTo(Map.of());
  }
}
