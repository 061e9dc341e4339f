package org.loupe.training.cascade;

/** Hears how a training goes on; called by one thread at a time. */
public interface TrainingProgress {

  /** Tells what is being done now, in words. */
  void phase(String what);

  /** Tells that a stage is trained. */
  void stage(StageReport report);

  /** Returns a listener that does nothing. */
  static TrainingProgress none() {
    return new TrainingProgress() {
      @Override
      public void phase(String what) {}

      @Override
      public void stage(StageReport report) {}
    };
  }
}
