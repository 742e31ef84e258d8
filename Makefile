# Heshu 合署. Needs Python ≥ 3.11, git and make; the rest is brought by tools/.
PYTHON ?= python3
TOOLS = $(PYTHON) -m tools
.DEFAULT_GOAL := help
.PHONY: help run test test-long check fix bench lock stop clean

help: ## 列出这些命令
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-9s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: ## 启动演示城市（ARGS=--rebuild 重建数据）
	@$(TOOLS) run $(ARGS)

test: ## 全部测试（ARGS="tests/exchange -k 签收" 只运行一部分）
	@$(TOOLS) test $(ARGS)

test-long: ## 长时间测试：流程模型 1000 例、断电 15 分钟（SECONDS=3600 更久）
	@$(TOOLS) test_long $(SECONDS)

check: ## 格式、规则、类型、分层、迁移、接口、锁文件；不改动文件
	@$(TOOLS) check

fix: ## 自动修正格式，更新 openapi.yaml 与 schema.d.ts
	@$(TOOLS) fix

bench: ## 性能对比（NAME=provision 只运行一项）
	@$(TOOLS) bench $(NAME)

lock: ## 重新锁定 requirements（ARGS=--upgrade 升级版本）
	@$(TOOLS) lock $(ARGS)

stop: ## 停止 make run 启动的服务和数据库
	@$(TOOLS) stop

clean: ## 删除可再生成的文件（不删数据）
	@$(TOOLS) clean
