/**
 * The cascade's inner loops on {@code jdk.incubator.vector}: optional, same bits as plain Java.
 *
 * <p>The module incubates in Java 17, so this package is compiled apart and is loaded only if the
 * running Java has the module.
 */
@NullMarked
package org.loupe.cascade.simd;

import org.jspecify.annotations.NullMarked;
