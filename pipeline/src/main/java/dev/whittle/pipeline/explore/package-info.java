/**
 * The figures of the lecture "image features, linear classifiers, neural networks", each computed by Whittle itself. A
 * class such as {@link dev.whittle.pipeline.explore.PolarRing} computes the numbers of one figure, for anyone who calls
 * it, and a chapter draws them for the page that {@code whittle explore} writes.
 */
package dev.whittle.pipeline.explore;
