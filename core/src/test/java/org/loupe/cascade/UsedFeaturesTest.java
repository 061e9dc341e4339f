package org.loupe.cascade;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.ForkJoinPool;
import org.junit.jupiter.api.Test;
import org.loupe.defect.Candidate;
import org.loupe.image.ByteImage;

class UsedFeaturesTest {

  @Test
  void withoutUnusedFeaturesTheSameWindowsPass() {
    LbpCascade all = SyntheticCascade.random(5, 24, 24, 4, 6, 5);
    LbpCascade used = all.withUsedFeatures();
    assertThat(used.features()).hasSizeBetween(2, 15).doesNotHaveDuplicates();
    assertThat(all.features()).hasSize(60).containsAll(used.features());
    ByteImage image = SyntheticCascade.image(5, 200, 150);
    ScanSettings scan = ScanSettings.defaults().withMinNeighbors(0);
    ForkJoinPool pool = new ForkJoinPool(2);
    List<Candidate> windows = new CascadeDetector(all, scan).detect(image, pool);
    assertThat(new CascadeDetector(used, scan).detect(image, pool))
        .hasSizeGreaterThan(100)
        .isEqualTo(windows);
    pool.shutdownNow();
  }

  @Test
  void featuresAreNumberedAsTheyComeAndTwiceChangesNothing() {
    LbpCascade used = SyntheticCascade.random(6, 20, 30, 3, 3).withUsedFeatures();
    int next = 0;
    for (Stage stage : used.stages()) {
      for (Stump stump : stage.stumps()) {
        assertThat(stump.feature()).isLessThanOrEqualTo(next);
        next = Math.max(next, stump.feature() + 1);
      }
    }
    assertThat(next).isEqualTo(used.features().size());
    assertThat(used.withUsedFeatures()).isEqualTo(used);
  }
}
