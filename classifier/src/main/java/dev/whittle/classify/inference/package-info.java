/**
 * Whether one method is better than another, and by how much: tests, intervals and probabilities from predictions or
 * accuracies. docs/statistics.md says which one is for which experiment.
 *
 * <p>The distributions are those of Commons Statistics, which are not the same to the last bit on every machine. Round
 * what you keep of such a number, to 6 significant digits for instance.
 */
package dev.whittle.classify.inference;
