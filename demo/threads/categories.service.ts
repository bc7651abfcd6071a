import { BadRequestException, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { Repository } from 'typeorm';
import { Category } from './category.entity.js';

@Injectable()
export class CategoriesService implements OnApplicationBootstrap {
  constructor(@InjectRepository(Category) private readonly categories: Repository<Category>) {}

  async onApplicationBootstrap(): Promise<void> {
    if ((await this.categories.count()) > 0) return;
    await this.categories.insert(['General', 'Help', 'Off topic'].map((name) => ({ name })));
  }

  all(): Promise<Category[]> {
    return this.categories.find({ order: { id: 'ASC' } });
  }

  async mustExist(id: number): Promise<void> {
    if (!(await this.categories.existsBy({ id })))
      throw new BadRequestException('There is no such category.');
  }
}
