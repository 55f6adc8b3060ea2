/* Reference values for Fisher and Vlad from VLFeat 0.9.21 (Debian libvlfeat-dev); called by encodings.py.
 *   cc -O2 -o encodings_vlfeat encodings_vlfeat.c -lvl -lm
 *   encodings_vlfeat D K N < text > text
 * Reads K weights, K x D means, K x D variances and N x D descriptors. Prints lines: "fisher", the code of all of them;
 * "vlad" and "vladNormalized", the codes whose words are the means, hard assignment, without and with
 * VL_VLAD_FLAG_NORMALIZE_COMPONENTS. VL_VLAD_FLAG_UNNORMALIZED: no L2 norm of the whole. All in double. */
#include <stdio.h>
#include <stdlib.h>
#include <vl/fisher.h>
#include <vl/vlad.h>

static double *read_values(vl_size n) {
  double *values = malloc(sizeof(double) * n);
  for (vl_size i = 0; i < n; i++)
    if (scanf("%lf", values + i) != 1) exit(1);
  return values;
}

static void print_values(char const *name, double const *values, vl_size n) {
  printf("%s", name);
  for (vl_size i = 0; i < n; i++) printf(" %.9g", values[i]);
  printf("\n");
}

int main(int argc, char **argv) {
  if (argc != 4) return 2;
  vl_size d = atoi(argv[1]), k = atoi(argv[2]), n = atoi(argv[3]);
  double *weights = read_values(k), *means = read_values(k * d), *variances = read_values(k * d);
  double *x = read_values(n * d), *code = malloc(sizeof(double) * 2 * d * k);

  vl_fisher_encode(code, VL_TYPE_DOUBLE, means, d, k, variances, weights, x, n, 0);
  print_values("fisher", code, 2 * d * k);

  double *assignment = calloc(n * k, sizeof(double));
  for (vl_size i = 0; i < n; i++) {
    double best = 1e300;
    vl_size word = 0;
    for (vl_size w = 0; w < k; w++) {
      double distance = 0;
      for (vl_size j = 0; j < d; j++) distance += (x[i * d + j] - means[w * d + j]) * (x[i * d + j] - means[w * d + j]);
      if (distance < best) best = distance, word = w;
    }
    assignment[i * k + word] = 1;
  }
  vl_vlad_encode(code, VL_TYPE_DOUBLE, means, d, k, x, n, assignment, VL_VLAD_FLAG_UNNORMALIZED);
  print_values("vlad", code, d * k);
  vl_vlad_encode(code, VL_TYPE_DOUBLE, means, d, k, x, n, assignment,
                 VL_VLAD_FLAG_UNNORMALIZED | VL_VLAD_FLAG_NORMALIZE_COMPONENTS);
  print_values("vladNormalized", code, d * k);
  return 0;
}
