package org.loupe.app;

import java.util.Arrays;
import org.loupe.dataset.FoldUnit;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads what a fold leaves out: {@code series} or {@code set}. */
final class FoldUnitConverter implements ITypeConverter<FoldUnit> {

  @Override
  public FoldUnit convert(String value) {
    return Arrays.stream(FoldUnit.values())
        .filter(unit -> unit.word().equals(value))
        .findFirst()
        .orElseThrow(
            () -> new TypeConversionException("must be series or set, was '" + value + "'"));
  }
}
