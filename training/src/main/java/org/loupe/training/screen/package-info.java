/**
 * Trains the screening network (Module II) and writes it as ONNX.
 *
 * <p>PyTorch trains it, by the Deep Java Library; analysis runs it in ONNX Runtime and needs
 * neither.
 */
@NullMarked
package org.loupe.training.screen;

import org.jspecify.annotations.NullMarked;
