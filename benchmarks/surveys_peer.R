# What R's survey package makes of an invented survey: Rscript benchmarks/surveys_peer.R FILE.csv
# Prints one line of JSON: estimates with their standard errors, the median seconds of five runs after one that
# does not count, and the memory this took.

suppressPackageStartupMessages(library(survey))
table <- read.csv(commandArgs(trailingOnly = TRUE)[1])

ask <- function() {
  plan <- svydesign(id = ~psu, strata = ~stratum, weights = ~weight, data = table)
  told <- function(found) c(unname(coef(found))[1], unname(SE(found))[1])
  found <- list(
    mean = told(svymean(~mark, plan)),
    share = told(svymean(~victim, plan)),
    total = told(svytotal(~household, plan)),
    ratio = told(svyratio(~mark, ~household, plan))
  )
  domains <- svyby(~mark, ~domain, plan, svymean)
  for (row in seq_len(nrow(domains))) {
    found[[paste("mean", domains$domain[row])]] <- c(domains$mark[row], domains$se[row])
  }
  found
}

found <- ask()
times <- replicate(5, system.time(ask())[["elapsed"]])
status <- readLines("/proc/self/status")
peak <- as.numeric(gsub("[^0-9]", "", grep("^VmHWM", status, value = TRUE))) / 1024
pairs <- mapply(function(name, values) sprintf("\"%s\": [%.17g, %.17g]", name, values[1], values[2]), names(found), found)
cat(sprintf("{\"found\": {%s}, \"seconds\": %.6f, \"peak_mb\": %.1f}\n", paste(pairs, collapse = ", "), median(times), peak))
