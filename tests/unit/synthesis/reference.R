# Writes reference.json with R 4.2.2, metafor 3.8-1 and metadat 1.2-0: what synthesis is compared with.
# Run as: Rscript reference.R. No program of the project reads R.
suppressMessages({library(metafor); library(jsonlite)})
out <- list()
num <- function(x) as.numeric(x)
fit1 <- function(name, dat, measure, args, methods=c("FE","DL","REML","ML","PM","HE","SJ"), tests=c("z","knha")) {
  es <- do.call(escalc, c(list(measure=measure), args))
  for (m in methods) for (t in tests) {
    if (m=="FE" && t=="knha") next
    r <- tryCatch(rma(yi, vi, data=es, method=m, test=t, control=list(threshold=1e-12, tol=1e-14, maxiter=10000, tau2.max=1e6)), error=function(e) NULL)
    if (is.null(r)) next
    p <- predict(r)
    ci <- if (m %in% c("FE")) NULL else tryCatch(confint(r, control=list(tau2.max=1e6, tol=1e-12, maxiter=10000))$random["tau^2",2:3], error=function(e) NULL)
    out[[length(out)+1]] <<- list(data=name, measure=measure, method=m, interval=ifelse(t=="z","wald","hk"),
      k=r$k, estimate=num(r$beta), se=num(r$se), ci=num(c(r$ci.lb,r$ci.ub)), pi=num(c(p$pi.lb,p$pi.ub)), tau2=num(r$tau2), i2=num(r$I2), h2=num(r$H2), q=num(r$QE), q_p=num(r$QEp), tau2_ci=if(is.null(ci)) NULL else num(ci),
      weights=num(weights(r)))
  }
  invisible(NULL)
}
sets <- list()
add <- function(name, measure, d) { sets[[paste(name)]] <<- d }
# two by two
bcg <- dat.bcg[,c("tpos","tneg","cpos","cneg")]; names(bcg) <- c("ai","bi","ci","di")
add("bcg","RR",bcg)
for (me in c("RR","OR","RD")) fit1("bcg",bcg,me,list(ai=bcg$ai,bi=bcg$bi,ci=bcg$ci,di=bcg$di))
li <- dat.li2007[,c("ai","n1i","ci","n2i")]; add("li2007","OR",li)
for (me in c("RR","OR","RD")) fit1("li2007",li,me,list(ai=li$ai,n1i=li$n1i,ci=li$ci,n2i=li$n2i))
ni <- dat.nielweise2007[,c("ai","n1i","ci","n2i")]; add("nielweise2007","OR",ni)
for (me in c("RR","OR","RD")) fit1("nielweise2007",ni,me,list(ai=ni$ai,n1i=ni$n1i,ci=ni$ci,n2i=ni$n2i))
# incidence
ha <- dat.hart1999[,c("x1i","t1i","x2i","t2i")]; add("hart1999","IRR",ha)
fit1("hart1999",ha,"IRR",list(x1i=ha$x1i,t1i=ha$t1i,x2i=ha$x2i,t2i=ha$t2i))
n8 <- dat.nielweise2008[,c("x1i","t1i","x2i","t2i")]; add("nielweise2008","IRR",n8)
fit1("nielweise2008",n8,"IRR",list(x1i=n8$x1i,t1i=n8$t1i,x2i=n8$x2i,t2i=n8$t2i))
# continuous
no <- dat.normand1999[,c("m1i","sd1i","n1i","m2i","sd2i","n2i")]; add("normand1999","MD",no)
for (me in c("MD","SMD")) fit1("normand1999",no,me,as.list(no))
# proportions
pr <- dat.pritz1997[,c("xi","ni")]; add("pritz1997","PLO",pr)
for (me in c("PLO","PFT","PR")) fit1("pritz1997",pr,me,as.list(pr))
# zeros everywhere: adverse events
zz <- data.frame(xi=c(0,1,0,3,2,0,5,1), ni=c(58,120,36,410,260,77,900,140)); add("rare events","PLO",zz)
for (me in c("PLO","PFT","PR")) fit1("rare events",zz,me,as.list(zz))
# generic
ge <- dat.raudenbush1985[,c("yi","vi")]; ge <- data.frame(yi=as.numeric(ge$yi),vi=ge$vi); add("raudenbush1985","GEN",ge)
fit1("raudenbush1985",ge,"GEN",as.list(ge))
ge <- data.frame(yi=as.numeric(dat.hackshaw1998$yi),vi=dat.hackshaw1998$vi); add("hackshaw1998","GEN",ge)
fit1("hackshaw1998",ge,"GEN",as.list(ge))
# very small
s2 <- data.frame(ai=c(10,4),n1i=c(50,40),ci=c(5,7),n2i=c(48,41)); add("two studies","RR",s2)
fit1("two studies",s2,"RR",as.list(s2))
# back transformation
bt <- list()
r <- rma(measure="PFT", xi=pr$xi, ni=pr$ni, method="REML"); p <- predict(r, transf=transf.ipft.hm, targs=list(ni=pr$ni))
bt$pritz1997 <- list(estimate=p$pred, ci=c(p$ci.lb,p$ci.ub), pi=c(p$pi.lb,p$pi.ub))
r <- rma(measure="PFT", xi=zz$xi, ni=zz$ni, method="REML"); p <- predict(r, transf=transf.ipft.hm, targs=list(ni=zz$ni))
bt$rare <- list(estimate=p$pred, ci=c(p$ci.lb,p$ci.ub), pi=c(p$pi.lb,p$pi.ub))
# sensitivity analyses
r <- rma(measure="RR", ai=bcg$ai,bi=bcg$bi,ci=bcg$ci,di=bcg$di, method="REML")
l1o <- leave1out(r); eg <- regtest(r, model="lm"); 
sens <- list(l1o=list(estimate=l1o$estimate, ci.lb=l1o$ci.lb, ci.ub=l1o$ci.ub, tau2=l1o$tau2), egger=list(t=eg$zval, p=eg$pval, df=eg$dfs, est=eg$est))
# accuracy: bivariate, unstructured, REML
dta <- list()
biv <- function(name, d, correct=TRUE) {
  raw <- d
  if (correct && any(d==0)) d <- d+0.5
  y1 <- log(d$TP/d$FN); v1 <- 1/d$TP+1/d$FN; y2 <- log(d$FP/d$TN); v2 <- 1/d$FP+1/d$TN
  L <- data.frame(study=rep(seq_along(y1),each=2), out=rep(c("sens","fpr"),length(y1)), yi=c(rbind(y1,y2)), vi=c(rbind(v1,v2)))
  L$out <- factor(L$out, levels=c("sens","fpr"))
  for (m in c("REML","ML")) {
  f <- rma.mv(yi, vi, mods=~out-1, random=~out|study, struct="UN", data=L, method=m, control=list(optimizer="optim", optmethod="BFGS", reltol=1e-14, maxit=10000))
  dta[[length(dta)+1]] <<- list(data=name, table=raw, method=m, mu=num(f$beta), se=num(f$se), ci.lb=num(f$ci.lb), ci.ub=num(f$ci.ub), tau2=num(f$tau2), rho=num(f$rho), vcov=as.numeric(f$vb), loglik=num(logLik(f)))
  }
}
set.seed(1)
g <- data.frame(TP=c(306,174,48,1180,92,74,355,43),FN=c(18,24,9,60,3,14,21,0),FP=c(153,61,22,840,40,18,77,12),TN=c(1341,630,210,6100,260,190,1033,88)); biv("eight tables with a zero", g)
g2 <- g; g2$FN[8] <- 2; biv("eight tables", g2)
k0 <- dat.kearon1998; ke <- data.frame(TP=k0$tp,FN=k0$np-k0$tp,FP=k0$nn-k0$tn,TN=k0$tn); ke <- ke[complete.cases(ke),]; biv("kearon1998", ke)
writeLines(toJSON(list(versions=list(R=R.version.string, metafor=as.character(packageVersion("metafor")), metadat=as.character(packageVersion("metadat"))), sets=sets, univariate=out, backtransformed=bt, sensitivity=sens, accuracy=dta), digits=10, auto_unbox=TRUE, na="null", pretty=FALSE), "ref.json")
cat(length(out), "fits\n")
