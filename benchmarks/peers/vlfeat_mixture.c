/* How long an iteration of VLFeat's EM for a mixture of Gaussians takes, and a Fisher vector, on one thread.
 *   cc -O2 -o vlfeat_mixture vlfeat_mixture.c -lvl
 *   vlfeat_mixture em|fisher D K N SECONDS < floats > text
 * Reads K weights, K x D means, K x D variances and N x D rows as floats. Prints lines with the seconds of a pass until
 * SECONDS are over. For "em" a pass is half of what three iterations take longer than one, since VLFeat ends with
 * posteriors that no iteration uses; after the times there is a line "means", those after one iteration. */
#define _POSIX_C_SOURCE 199309L
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <vl/fisher.h>
#include <vl/generic.h>
#include <vl/gmm.h>

static double now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec + 1e-9 * t.tv_nsec;
}

static float *read_values(vl_size n) {
  float *values = malloc(sizeof(float) * n);
  if (!values || fread(values, sizeof(float), n, stdin) != n) exit(1);
  return values;
}

/* The seconds of some iterations from the start; the means after them, unless it is null. */
static double em(vl_size iterations, vl_size d, vl_size k, vl_size n, float *weights, float *start, float *variances,
                 float *x, float *means) {
  VlGMM *gmm = vl_gmm_new(VL_TYPE_FLOAT, d, k);
  vl_gmm_set_initialization(gmm, VlGMMCustom);
  vl_gmm_set_num_repetitions(gmm, 1);
  vl_gmm_set_max_num_iterations(gmm, iterations);
  vl_gmm_set_means(gmm, start);
  vl_gmm_set_covariances(gmm, variances);
  vl_gmm_set_priors(gmm, weights);
  double from = now();
  vl_gmm_cluster(gmm, x, n);
  double took = now() - from;
  if (means) memcpy(means, vl_gmm_get_means(gmm), sizeof(float) * k * d);
  vl_gmm_delete(gmm);
  return took;
}

int main(int argc, char **argv) {
  if (argc != 6) return 2;
  int fisher = !strcmp(argv[1], "fisher");
  vl_size d = atoi(argv[2]), k = atoi(argv[3]), n = atoi(argv[4]), i;
  double end = now() + atof(argv[5]), sum = 0;
  float *weights = read_values(k), *start = read_values(k * d), *variances = read_values(k * d);
  float *x = read_values(n * d), *means = malloc(sizeof(float) * k * d), *code = malloc(sizeof(float) * 2 * k * d);
  if (!means || !code) return 1;
  vl_set_num_threads(1);
  do {
    if (fisher) {
      double from = now();
      vl_fisher_encode(code, VL_TYPE_FLOAT, start, d, k, variances, weights, x, n, 0);
      printf("%.9f\n", now() - from);
      sum += code[0];
    } else {
      double one = em(1, d, k, n, weights, start, variances, x, means);
      printf("%.9f\n", (em(3, d, k, n, weights, start, variances, x, NULL) - one) / 2);
    }
  } while (now() < end);
  if (!fisher) {
    printf("means");
    for (i = 0; i < k * d; i++) printf(" %.9g", means[i]);
    printf("\n");
  }
  return sum == -1; /* or a compiler might leave the work out */
}
